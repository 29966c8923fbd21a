import type { ValuePath } from '../gotemplate/origin.js';

/** What stands for any item of a list, or any entry of a map that is walked through, in a path of values. */
export const ANY_ITEM = '*';

/** What an expression in a template stands for, as far as it can be told without rendering. */
export type Subject =
  | RootSubject
  | ValuesSubject
  /** What Helm itself gives to templates: `.Chart.Name`, `.Release.Service`. */
  | { readonly kind: 'object'; readonly path: readonly string[] }
  /** A map or a list that is made in the template, by its keys or indices. */
  | { readonly kind: 'made'; readonly entries: ReadonlyMap<string, Subjects> };

/** What the templates of a chart start with. */
export interface RootSubject {
  readonly kind: 'root';
  /** Where the values of the chart stand in those of the chart at the root; `[]` for that one. */
  readonly chart: ValuePath;
}

/** A value. */
export interface ValuesSubject {
  readonly kind: 'values';
  /** In the values of the chart at the root. */
  readonly path: ValuePath;
  /** Of the chart whose template names it. */
  readonly chart: ValuePath;
}

/** What an expression may stand for; empty if nothing is known. */
export type Subjects = readonly Subject[];

/** What a field of something stands for. */
export function fieldOf(subjects: Subjects, name: string): Subjects {
  return distinct(subjects.flatMap(subject => fieldOfOne(subject, name)));
}

function fieldOfOne(subject: Subject, name: string): Subjects {
  switch (subject.kind) {
    case 'root':
      if (name === 'Values') return [{ kind: 'values', path: subject.chart, chart: subject.chart }];
      return [{ kind: 'object', path: [name] }];
    case 'values': {
      const isGlobal = name === 'global' && subject.path.length === subject.chart.length;
      return [{ ...subject, path: isGlobal ? ['global'] : subject.path.concat(name) }];
    }
    case 'object':
      return [{ kind: 'object', path: subject.path.concat(name) }];
    case 'made':
      return subject.entries.get(name) ?? [];
  }
}

/** What the items of something stand for. */
export function itemsOf(subjects: Subjects): Subjects {
  return distinct(
    subjects.flatMap((subject): Subjects => {
      if (subject.kind === 'values') return [{ ...subject, path: subject.path.concat(ANY_ITEM) }];
      return subject.kind === 'made' ? [...subject.entries.values()].flat() : [];
    }),
  );
}

/** Each subject once. */
export function distinct(subjects: Subjects): Subjects {
  return subjects.length < 2 ? subjects : [...new Map(subjects.map(subject => [keyOf(subject), subject])).values()];
}

/** What tells a subject from others. */
export function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'root':
      return `root ${subject.chart.join('.')}`;
    case 'values':
      return `values ${JSON.stringify(subject.path)} ${subject.chart.join('.')}`;
    case 'object':
      return `object ${subject.path.join('.')}`;
    case 'made':
      return `made {${[...subject.entries].map(([key, entries]) => `${key}: ${entries.map(keyOf).join(', ')}`).join('; ')}}`;
  }
}
