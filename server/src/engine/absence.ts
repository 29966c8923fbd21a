import type { Origin, SourceMap } from '../text/source-map.js';
import type { EditIntent } from '../text/text-edit.js';
import type { MissingEntry } from '../yaml/missing-entry.js';

/** Why an entry is missing in made text; `undefined` if nothing left it out. */
export function absenceOf({ node: { start, end }, key }: MissingEntry, map: SourceMap, text: string): Origin | undefined {
  // What is left out at the end of a map stands behind the white space below it.
  const space = /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
  return map.absenceOf({ start, end: end + space }, key);
}

/** The entry that an edit inserts, if it inserts one. */
export function insertedEntry(intent: EditIntent): MissingEntry | undefined {
  const key = intent.kind === 'entry' ? /^[^\s:]+(?=:)/.exec(intent.lines[0] ?? '')?.[0] : undefined;
  return key === undefined ? undefined : { node: intent.node, key };
}
