import type { SourceMap } from '../text/source-map.js';
import { SourceText } from '../text/source-text.js';
import { usesIn } from '../workspace/given-values.js';
import {
  fileOfMade,
  type MadeDocument,
  type MadeGroup,
  type MadeNote,
  type MakerSettings,
  type UnitMaker,
  type Variant,
  variantUnit,
} from '../workspace/made-unit.js';
import { haveSameContent } from '../workspace/same-content.js';
import { folderOf } from '../workspace/uri-path.js';
import type { Making } from '../workspace/workspace-layout.js';
import { AnalysedDocument, type Piece } from './analysed-document.js';
import type { PlacedFindings } from './made-placing.js';

/** One version of a made document. */
export class AnalysedMade {
  readonly document: AnalysedDocument;
  readonly made: MadeDocument;
  readonly variant: Variant;

  constructor(document: AnalysedDocument, made: MadeDocument, variant: Variant) {
    this.document = document;
    this.made = made;
    this.variant = variant;
  }

  get map(): SourceMap {
    return this.variant.mapOf(this.made);
  }
}

/** One version of a group, with its documents by URI. */
export interface AnalysedGroup {
  readonly group: MadeGroup;
  /** Tells it apart from all others: a folder may be a chart and a kustomization. */
  readonly key: string;
  readonly documents: ReadonlyMap<string, AnalysedMade>;
  /** All files that it is made from or that it says something about. */
  readonly files: ReadonlySet<string>;
  /** What rules found in its documents, at its places in the files; forgotten when something it depends on changes. */
  placed: PlacedFindings | undefined;
}

/** What a new version of a group replaces. */
export interface GroupChange {
  readonly gone: readonly Piece[];
  readonly come: readonly Piece[];
  /** The files of both versions. */
  readonly files: ReadonlySet<string>;
  /** Those of them that are made in another way now, as far as others are told: covered or not, with other problems or notes. */
  readonly resettled: readonly string[];
}

/** The documents that makers have made, by the key of their group, by URI and by the files they are made from. */
export class MadeGroups {
  readonly #makers: readonly UnitMaker[];
  readonly #groups = new Map<string, AnalysedGroup>();
  readonly #byFile = new Map<string, Set<string>>();
  readonly #byDocument = new Map<string, string>();
  /** By packed chart, the files in it. */
  readonly #archives = new Map<string, readonly string[]>();
  #known = new WeakMap<MadeGroup, AnalysedGroup>();

  constructor(makers: readonly UnitMaker[]) {
    this.#makers = makers;
  }

  setFile(uri: string, source: SourceText | undefined): void {
    for (const maker of this.#makers) maker.set(uri, source);
  }

  /** Sets the files of a packed chart, instead of those that it had. */
  setArchive(archive: string, files: readonly { readonly uri: string; readonly text: string }[]): void {
    for (const uri of this.#archives.get(archive) ?? []) this.setFile(uri, undefined);
    this.#archives.set(
      archive,
      files.map(({ uri }) => uri),
    );
    for (const { uri, text } of files) this.setFile(uri, new SourceText(uri, text));
  }

  setUnread(uri: string): void {
    for (const maker of this.#makers) maker.setUnread?.(uri);
  }

  /** Makes everything again: settings have changed. */
  invalidate(): void {
    this.#known = new WeakMap();
    for (const maker of this.#makers) maker.invalidate();
  }

  /** Takes what makers have made since the last call. */
  take(settingsFor: (folder: string) => MakerSettings): GroupChange[] {
    return this.#makers.flatMap((maker, index) =>
      maker.take(settingsFor).flatMap(group => this.#replace(group, `${index} ${group.id}`) ?? []),
    );
  }

  /** The groups that a file belongs to. */
  groupsOf(file: string): readonly AnalysedGroup[] {
    return [...(this.#byFile.get(file) ?? [])].flatMap(key => this.#groups.get(key) ?? []);
  }

  /** The group of a made document; `undefined` for files. */
  groupOf(made: string): AnalysedGroup | undefined {
    const key = this.#byDocument.get(made);
    return key === undefined ? undefined : this.#groups.get(key);
  }

  /** Whether a group is what it was made to be last. */
  has(analysed: AnalysedGroup): boolean {
    return this.#groups.get(analysed.key) === analysed;
  }

  groups(): readonly AnalysedGroup[] {
    return [...this.#groups.values()];
  }

  documents(): readonly AnalysedDocument[] {
    return [...this.#groups.values()].flatMap(({ documents }) => [...documents.values()].map(({ document }) => document));
  }

  documentOf(made: string): AnalysedMade | undefined {
    return this.groupOf(made)?.documents.get(made);
  }

  makingOf(file: string): Making | undefined {
    const groups = this.groupsOf(file).map(({ group }) => group);
    const problem = groups.map(({ problems }) => problems.get(file)).find(reason => reason !== undefined);
    const isCovered = groups.some(({ covered }) => covered.has(file));
    const notes = distinctNotes(groups.flatMap(group => group.notes?.get(file) ?? []));
    const chart = file.endsWith('/Chart.yaml') ? folderOf(file) : undefined;
    const sets = chart === undefined ? [] : groups.flatMap(group => [...(group.setElsewhere?.get(chart) ?? [])]);
    const setElsewhere = new Map(sets);
    const valuesFor = groups.flatMap(({ id, given = [] }) => usesIn(file, id, given)).sort((a, b) => (a.chart < b.chart ? -1 : 1));
    const isTouched = isCovered || problem !== undefined || notes.length > 0 || setElsewhere.size > 0 || valuesFor.length > 0;
    return isTouched ? { isCovered, problem: isCovered ? undefined : problem, notes, setElsewhere, valuesFor } : undefined;
  }

  /** How many files of the groups of a file could not be made. */
  problemCount(file: string): number {
    return this.groupsOf(file).reduce((sum, { group }) => sum + group.problems.size, 0);
  }

  /** How many documents that are made from a file do not parse. */
  errorCount(file: string): number {
    const made = this.groupsOf(file).flatMap(({ documents }) => [...documents.values()]);
    return made.filter(({ document }) => document.hasErrors).length;
  }

  #replace(group: MadeGroup, key: string): GroupChange | undefined {
    const before = this.#groups.get(key);
    if (before?.group === group || (before === undefined && group.variants.length === 0 && group.problems.size === 0)) return undefined;
    // What a trial has changed and put back is as it was, with all that rules have found in it.
    const now = this.#known.get(group) ?? this.#analysed(group, key, before);
    this.#known.set(group, now);
    this.#link(before, now);
    const files = new Set([...(before?.files ?? []), ...now.files]);
    const isGivenAlike = JSON.stringify(before?.group.given) === JSON.stringify(group.given);
    return {
      gone: piecesOnlyIn(before, now),
      come: piecesOnlyIn(now, before),
      files,
      resettled: [...files].filter(file => before?.files.has(file) !== true || !isToldAlike(file, before.group, group, isGivenAlike)),
    };
  }

  #analysed(group: MadeGroup, key: string, before: AnalysedGroup | undefined): AnalysedGroup {
    const documents = new Map<string, AnalysedMade>();
    for (const variant of group.variants) {
      const unit = variantUnit(group.id, variant.name);
      const { environment, openBecause, chart, kubernetesVersion } = variant;
      const place = { kind: 'manifests', unit, kustomize: undefined, environment, openBecause, chart, kubernetesVersion } as const;
      for (const made of variant.documents) {
        const { uri, text } = made;
        const known = before?.documents.get(uri)?.document;
        const isSame = known?.source.text === text && known.isAt(place);
        const document = isSame ? known : AnalysedDocument.of({ uri, text }, place, [], known);
        documents.set(uri, new AnalysedMade(document, made, variant));
      }
    }
    return { group, key, documents, files: filesOf(group), placed: undefined };
  }

  #link(before: AnalysedGroup | undefined, now: AnalysedGroup): void {
    const { key } = now;
    const { variants, problems } = now.group;
    const isGone = variants.length === 0 && problems.size === 0;
    for (const uri of before?.documents.keys() ?? []) if (!now.documents.has(uri)) this.#byDocument.delete(uri);
    for (const file of before?.files ?? []) {
      if (!isGone && now.files.has(file)) continue;
      const keys = this.#byFile.get(file);
      keys?.delete(key);
      if (keys?.size === 0) this.#byFile.delete(file);
    }
    if (isGone) {
      this.#groups.delete(key);
      return;
    }
    this.#groups.set(key, now);
    // Groups that share a template may have documents of one name.
    for (const uri of now.documents.keys()) this.#byDocument.set(uri, key);
    for (const file of now.files) {
      if (before?.files.has(file) !== true) this.#byFile.set(file, (this.#byFile.get(file) ?? new Set<string>()).add(key));
    }
  }
}

/** Whether two versions of a group tell the same about a file. @param isGivenAlike whether they are given the same values */
function isToldAlike(file: string, a: MadeGroup, b: MadeGroup, isGivenAlike: boolean): boolean {
  if (a.covered.has(file) !== b.covered.has(file) || a.problems.get(file) !== b.problems.get(file)) return false;
  const chart = folderOf(file);
  if (file.endsWith('/Chart.yaml') && !haveSameContent(a.setElsewhere?.get(chart) ?? NONE, b.setElsewhere?.get(chart) ?? NONE))
    return false;
  if (!isGivenAlike && !haveSameContent(usesIn(file, a.id, a.given ?? []), usesIn(file, b.id, b.given ?? []))) return false;
  return haveSameContent(a.notes?.get(file), b.notes?.get(file));
}

/** What several groups say about a shared file is said once. */
function distinctNotes(notes: readonly MadeNote[]): readonly MadeNote[] {
  return [...new Map(notes.map(note => [JSON.stringify(note), note])).values()];
}

function filesOf({ variants, covered, problems, notes, given = [] }: MadeGroup): ReadonlySet<string> {
  const files = new Set<string>();
  for (const { layers, documents } of variants) {
    for (const file of layers.keys()) files.add(file);
    for (const { uri } of documents) files.add(fileOfMade(uri));
  }
  for (const named of [covered, problems.keys(), notes?.keys() ?? []]) for (const file of named) files.add(file);
  for (const { uri } of given) files.add(uri);
  return files;
}

/** The pieces of a group that are not in another version of it. Most of their documents are in both. */
function piecesOnlyIn(group: AnalysedGroup | undefined, other: AnalysedGroup | undefined): readonly Piece[] {
  const only: Piece[] = [];
  for (const [uri, { document }] of group?.documents ?? []) {
    const theirs = other?.documents.get(uri)?.document;
    if (theirs === document) continue;
    for (const { piece } of document.pieces) if (theirs?.pieces.some(placed => placed.piece === piece) !== true) only.push(piece);
  }
  return only;
}

const NONE: ReadonlyMap<string, string> = new Map();
