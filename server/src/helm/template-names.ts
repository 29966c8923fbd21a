import type { ValuePath } from '../gotemplate/origin.js';
import { exactList } from '../text/exact-list.js';
import type { Named, Occurrence } from './chart-names.js';
import { PathSet } from './path-set.js';
import { keyOf, type Subjects } from './template-subject.js';
import { type FieldUse, type TemplateUse, type WalkedFile, walkTemplates } from './template-walk.js';

/** All that the templates of a chart name. */
export interface TemplateNames {
  /** What was read. */
  readonly files: readonly WalkedFile[];
  readonly occurrences: readonly Occurrence[];
  /** By file. */
  readonly fields: ReadonlyMap<string, readonly FieldUse[]>;
  /** By file. */
  readonly templates: ReadonlyMap<string, readonly TemplateUse[]>;
  /** The names under which templates can be run: those that are defined, and the files. */
  readonly defined: ReadonlySet<string>;
  /** The values that templates read. */
  readonly read: PathSet;
  /** Those of which they read an entry. */
  readonly opened: PathSet;
  /** Those that they take as a whole: any key may stand in them. */
  readonly takenWhole: PathSet;
  /** Those that they write out as they are, with all that is in them. */
  readonly written: PathSet;
  /** Those that they test, or provide for when they are missing. */
  readonly guarded: PathSet;
}

/** Reads all names in templates. @param last what was read before, which is the answer if the files are the same */
export function templateNamesOf(files: readonly WalkedFile[], last: TemplateNames | undefined): TemplateNames {
  if (last !== undefined && areSame(files, last.files)) return last;
  const occurrences: Occurrence[] = [];
  const fields = new Map<string, FieldUse[]>();
  const templates = new Map<string, TemplateUse[]>();
  const [read, opened, takenWhole, written, guarded] = [new PathSet(), new PathSet(), new PathSet(), new PathSet(), new PathSet()];
  walkTemplates(files, {
    field: use => {
      const { uri, name, span, receiver, result } = use;
      append(fields, uri, use);
      for (const path of valuePathsOf(receiver)) opened.add(path);
      for (const path of valuePathsOf(result)) {
        read.add(path);
        if (use.isGuarded) guarded.add(path);
      }
      occurrences.push({ uri, span, text: name, named: exactList(namedBy(result)), isDefinition: false });
    },
    template: use => {
      const { uri, name, span, isDefinition } = use;
      append(templates, uri, use);
      occurrences.push({ uri, span, text: name, named: [{ kind: 'template', name }], isDefinition });
    },
    call: ({ uri, name, span }) => occurrences.push({ uri, span, text: name, named: [{ kind: 'function', name }], isDefinition: false }),
    whole: ({ subjects, by = '' }) => {
      for (const path of valuePathsOf(subjects)) {
        if (!TESTS.has(by)) takenWhole.add(path);
        if (WRITERS.has(by)) written.add(path);
      }
    },
  });
  const defined = new Set(files.flatMap(({ file }) => [file.name, ...file.definitions.map(({ name }) => name.value)]));
  return { files, occurrences, fields, templates, defined, read, opened, takenWhole, written, guarded };
}

/** These ask whether a value is empty; what they do with it then, they say where they do it. */
const TESTS: ReadonlySet<string> = new Set(['if', 'with']);

const WRITERS: ReadonlySet<string> = new Set(['toYaml', 'toYamlPretty', 'toJson', 'toPrettyJson', 'toRawJson', 'toToml']);

function areSame(a: readonly WalkedFile[], b: readonly WalkedFile[]): boolean {
  return a.length === b.length && a.every((file, index) => isSameFile(file, b[index]));
}

function isSameFile(a: WalkedFile, b: WalkedFile | undefined): boolean {
  return b !== undefined && a.file === b.file && a.uri === b.uri && rootsText(a.roots) === rootsText(b.roots);
}

function rootsText(roots: Subjects): string {
  return roots.map(keyOf).join('\n');
}

function append<Use>(uses: Map<string, Use[]>, uri: string, use: Use): void {
  const known = uses.get(uri);
  if (known === undefined) uses.set(uri, [use]);
  else known.push(use);
}

function valuePathsOf(subjects: Subjects): ValuePath[] {
  return subjects.flatMap(subject => (subject.kind === 'values' ? [subject.path] : []));
}

function namedBy(subjects: Subjects): Named[] {
  return subjects.flatMap((subject): Named[] => {
    if (subject.kind === 'values') return [{ kind: 'value', path: subject.path }];
    return subject.kind === 'object' ? [{ kind: 'object', path: subject.path }] : [];
  });
}
