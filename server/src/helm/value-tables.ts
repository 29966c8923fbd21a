import { type ChangeJournal, type Data, GoList, GoMap } from '../gotemplate/value.js';
import { pathBelow } from './value-changes.js';

/**
 * The tables in the values of a chart, by their paths, from one rendering to the next. All of them have the journal, so that the reads of
 * templates are recorded and changes noticed. What is where it was is not looked at again.
 */
export class ValueTables {
  readonly journal: ChangeJournal;
  readonly #paths = new Map<GoMap, readonly string[]>();
  #root: GoMap | undefined;

  constructor(journal: ChangeJournal) {
    this.journal = journal;
  }

  /** Takes the values of a rendering, before any template has changed them. */
  take(root: GoMap): void {
    this.#replace(this.#root, root, '');
    this.#root = root;
  }

  /** Where a table is: it may be in several places. Nothing for one that is part of a list. */
  get(table: GoMap): readonly string[] | undefined {
    return this.#paths.get(table);
  }

  #replace(before: GoMap | undefined, now: GoMap | undefined, path: string): void {
    if (before !== undefined) this.#remove(before, path);
    if (now !== undefined) this.#add(now, path);
    for (const [key, { data }] of now?.entries ?? []) {
      const old = before?.get(key)?.data;
      if (data === old) continue;
      if (data instanceof GoMap || old instanceof GoMap) this.#replace(tableIn(old), tableIn(data), pathBelow(path, key));
      if (data instanceof GoList) this.#setJournal(data);
    }
    for (const [key, { data }] of before?.entries ?? []) {
      if (data instanceof GoMap && now?.has(key) !== true) this.#replace(data, undefined, pathBelow(path, key));
    }
  }

  #add(table: GoMap, path: string): void {
    table.journal = this.journal;
    this.#paths.set(table, [...(this.#paths.get(table) ?? []), path]);
  }

  #remove(table: GoMap, path: string): void {
    const paths = (this.#paths.get(table) ?? []).filter(known => known !== path);
    if (paths.length === 0) this.#paths.delete(table);
    else this.#paths.set(table, paths);
  }

  /** Copies have the journal of what they are copies of, and what is in them may be new. */
  #setJournal(data: Data): void {
    if (data instanceof GoMap) {
      data.journal = this.journal;
      for (const value of data.entries.values()) this.#setJournal(value.data);
    } else if (data instanceof GoList) for (const item of data.items) this.#setJournal(item.data);
  }
}

function tableIn(data: Data | undefined): GoMap | undefined {
  return data instanceof GoMap ? data : undefined;
}
