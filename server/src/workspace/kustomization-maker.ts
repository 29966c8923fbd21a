import type { BuiltObject } from '../kustomize/built-object.js';
import { emitYaml } from '../kustomize/emit-yaml.js';
import { type OverlayFamily, overlayFamilies } from '../kustomize/kustomization-graph.js';
import { isKustomizationFile, isKustomizes } from '../kustomize/kustomize-files.js';
import { type KustomizeBuild, Kustomizer } from '../kustomize/kustomizer.js';
import { nearestText } from '../text/edit-distance.js';
import type { SourceText } from '../text/source-text.js';
import type { Location } from '../text/span.js';
import { type MadeGroup, type MadeNote, madeUri, nothingMade, type UnitMaker, type Variant } from './made-unit.js';
import { ancestorsOf, fileNameOf, folderOf, isInside, relativePath, resolvePath } from './uri-path.js';

/** Builds the kustomizations that no other one uses: each is a variant of the application whose base it shares with others. */
export class KustomizationMaker implements UnitMaker {
  readonly #files = new Map<string, string>();
  readonly #unread = new Set<string>();
  readonly #kustomizer = new Kustomizer({
    read: uri => this.#files.get(uri),
    isUnread: uri => this.#unread.has(uri),
    resolve: resolvePath,
  });
  readonly #builds = new Map<string, Memory<OverlayBuild>>();
  readonly #groups = new Map<string, Memory<MadeGroup>>();
  readonly #changed = new Set<string>();
  #families: readonly OverlayFamily[] = [];
  #count = 0;
  /** The groups of the last call, by id. */
  #current = new Map<string, MadeGroup>();

  set(uri: string, source: SourceText | undefined): void {
    const text = source?.text;
    if (this.#unread.delete(uri)) this.#buildAgain(uri);
    if (this.#files.get(uri) === text) return;
    if (text === undefined) this.#files.delete(uri);
    else this.#files.set(uri, text);
    this.#changed.add(uri);
  }

  setUnread(uri: string): void {
    this.set(uri, undefined);
    this.#unread.add(uri);
    this.#buildAgain(uri);
  }

  /** What was built is kept by the texts of its files, and whether a file is there without a text is not among them. */
  #buildAgain(uri: string): void {
    this.#changed.add(uri);
    this.#builds.clear();
    this.#kustomizer.forget();
  }

  invalidate(): void {
    // Settings change nothing in what kustomize builds.
  }

  take(): readonly MadeGroup[] {
    if (this.#changed.size === 0) return [];
    const isRegrouped = [...this.#changed].some(isKustomizationFile);
    if (isRegrouped) this.#families = overlayFamilies(this.#folders(), this.#kustomizer.reader);
    const before = this.#current;
    const touched = this.#families.filter(family => isRegrouped || family.overlays.some(overlay => this.#isTouched(overlay)));
    this.#changed.clear();
    const made = touched.map(family => this.#groupOf(family));
    this.#current = new Map([...(isRegrouped ? [] : before), ...made.map(group => [group.id, group] as const)]);
    const gone = [...before.keys()].filter(id => !this.#current.has(id)).map(nothingMade);
    return [...gone, ...made.filter(group => before.get(group.id) !== group)];
  }

  #folders(): readonly string[] {
    const folders = [...this.#files].flatMap(([uri, text]) => (isKustomizationFile(uri) && isKustomizes(text) ? [folderOf(uri)] : []));
    return [...new Set(folders)].sort();
  }

  /** Whether a file that an overlay asked for has changed. */
  #isTouched(overlay: string): boolean {
    const files = this.#builds.get(overlay)?.last?.files;
    return files === undefined || [...this.#changed].some(uri => files.has(uri));
  }

  #groupOf(family: OverlayFamily): MadeGroup {
    const builds = family.overlays.map(overlay => this.#buildOf(overlay, family));
    const memory = this.#groups.get(family.id) ?? new Memory<MadeGroup>();
    this.#groups.set(family.id, memory);
    const key = builds.map(({ id }) => id).join(' ');
    return memory.find(({ key: known }) => known === key)?.value ?? memory.keep({ key, value: groupOf(family.id, builds) });
  }

  #buildOf(overlay: string, family: OverlayFamily): OverlayBuild {
    const name = nameIn(family, overlay);
    const memory = this.#builds.get(overlay) ?? new Memory<OverlayBuild>();
    this.#builds.set(overlay, memory);
    const known = memory.find(({ key, value: { files } }) => key === name && this.#areCurrent(files));
    return known?.value ?? memory.keep({ key: name, value: this.#make(overlay, name) });
  }

  #areCurrent(files: ReadonlyMap<string, string | undefined>): boolean {
    for (const [uri, text] of files) if (this.#files.get(uri) !== text) return false;
    return true;
  }

  #make(overlay: string, name: string): OverlayBuild {
    this.#count++;
    const build = this.#kustomizer.build(overlay);
    const files = build?.files ?? new Map<string, string | undefined>();
    const uri = [...files.keys()].find(file => isKustomizationFile(file) && folderOf(file) === overlay && this.#files.has(file)) ?? overlay;
    const problem = build && problemOf(build);
    const notes = build === undefined ? [] : this.#notesOf(build);
    const variant = build === undefined || problem !== undefined ? undefined : this.#variantOf(build, uri, name);
    return { id: this.#count, uri, files, build, variant, problem, notes };
  }

  #notesOf({ problems, idlePatches, files }: KustomizeBuild): OverlayBuild['notes'] {
    // What is missing because of a file that is missing is no mistake of its own.
    const causes = problems.filter(({ kind }) => kind === 'missing-file' || kind === 'unreadable' || kind === 'cycle');
    const wrong = (causes.length > 0 ? causes : problems).flatMap(({ kind, message, origin: { uri, span }, target, meant }) => {
      // Many build with --load-restrictor LoadRestrictionsNone; errors of manifests are other rules' matter.
      if (
        kind === 'outside' ||
        (kind === 'unreadable' && !isKustomizationFile(uri)) ||
        (kind === 'missing-file' && (!this.#mustBeKnown(target) || this.#isToBeCopied(uri)))
      )
        return [];
      const isMissing = kind === 'missing-file' || kind === 'no-target';
      const meantFile = kind === 'missing-file' && target !== undefined ? this.#nearestPath(target, { uri, span }) : undefined;
      return [[uri, { kind: isMissing ? 'missing' : 'refused', span, message, meant: meant ?? meantFile } as const] as const];
    });
    // A file without an object will be filled by something: what a patch is for may be in it then.
    const isOpen =
      idlePatches.length > 0 &&
      [...files].some(([uri, text]) => !isKustomizationFile(uri) && text !== undefined && !/^\s*(?!#|---)\S/m.test(text));
    const idle = (isOpen ? [] : idlePatches).map(({ uri, span }) => {
      return [
        uri,
        { kind: 'idle', span, message: 'This patch changes nothing: its target selects none of the resources.' } as const,
      ] as const;
    });
    return [...wrong, ...idle];
  }

  /** Whether a file would be read if it were there: a folder or YAML in the part of the tree that files are known of. */
  #mustBeKnown(target: string | undefined): boolean {
    if (target === undefined || !/\.ya?ml$|\/[^./]*$/.test(target)) return false;
    const known = this.#root();
    // What installs a chart with a kustomization writes what it renders beside the two.
    const isRendered = this.#files.has(`${folderOf(target)}/Chart.yaml`);
    return known !== undefined && isInside(target, known) && !isRendered;
  }

  /** Whether a kustomization stands in a folder of templates, to be copied to where its paths lead to something. */
  #isToBeCopied(uri: string): boolean {
    const root = this.#root();
    const folders = root === undefined ? [] : relativePath(folderOf(uri), root).split('/');
    return folders.some(name => /^[._]?(?:templates?|skeletons?|scaffold(?:s|ing)?|boilerplate)$/i.test(name));
  }

  /** The folder that all known files stand in. */
  #root(): string | undefined {
    const [first = ''] = this.#files.keys();
    return ancestorsOf(folderOf(first)).find(folder => [...this.#files.keys()].every(uri => isInside(uri, folder)));
  }

  /** The path as written, with the name of a file beside the missing one that is like it. */
  #nearestPath(target: string, { uri, span }: Location): string | undefined {
    const folder = folderOf(target);
    const names = [...this.#files.keys()].filter(file => folderOf(file) === folder).map(fileNameOf);
    const nearest = nearestText(fileNameOf(target), names);
    const written = this.#files
      .get(uri)
      ?.slice(span.start, span.end)
      .replace(/^["']|["']$/g, '');
    return nearest === undefined || written === undefined ? undefined : written.slice(0, written.lastIndexOf('/') + 1) + nearest;
  }

  #variantOf(build: KustomizeBuild, uri: string, name: string): Variant {
    const { text, map } = emitYaml(
      judgedIn(build).map(({ root }) => root),
      place => this.#kustomizer.reader.textAt(place),
    );
    const gap = openBecause(build);
    return {
      name,
      environment: name.slice(name.lastIndexOf('/') + 1),
      layers: layersOf(build),
      documents: [{ uri: madeUri(uri, name), text }],
      mapOf: () => map,
      ...(gap === undefined ? {} : { openBecause: gap }),
    };
  }
}

/** One build of an overlay. */
interface OverlayBuild {
  /** Differs for each. */
  readonly id: number;
  readonly uri: string;
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly build: KustomizeBuild | undefined;
  readonly variant: Variant | undefined;
  /** Why there is no variant. */
  readonly problem: string | undefined;
  readonly notes: readonly (readonly [uri: string, note: MadeNote])[];
}

interface Kept<Value> {
  readonly key: string;
  readonly value: Value;
}

const MOST_KEPT = 4;

/** The last few values: trying a fix changes files and puts them back. */
class Memory<Value> {
  readonly #kept: Kept<Value>[] = [];

  get last(): Value | undefined {
    return this.#kept[0]?.value;
  }

  find(fits: (kept: Kept<Value>) => boolean): Kept<Value> | undefined {
    const index = this.#kept.findIndex(fits);
    const found = this.#kept[index];
    if (found !== undefined) this.#kept.unshift(...this.#kept.splice(index, 1));
    return found;
  }

  keep(kept: Kept<Value>): Value {
    this.#kept.unshift(kept);
    this.#kept.splice(MOST_KEPT);
    return kept.value;
  }
}

/** Why what was built must not be judged: kustomize refuses it, or would make something else of it. */
function problemOf({ problems, gaps }: KustomizeBuild): string | undefined {
  const problem = problems.find(({ kind, losesObjects }) => kind !== 'outside' && losesObjects !== true);
  const gap = gaps.find(({ hides }) => hides === 'changes');
  return problem === undefined && gap === undefined ? undefined : `It could not be built. ${problem?.message ?? gap?.message}`;
}

/** Why there may be more objects than were built, as a sentence. */
function openBecause({ gaps, problems }: KustomizeBuild): string | undefined {
  const lost = problems.find(({ losesObjects }) => losesObjects);
  return lost?.kind === 'unreadable' ? `"${fileNameOf(lost.origin.uri)}" cannot be read.` : (lost?.message ?? gaps[0]?.message);
}

function groupOf(id: string, builds: readonly OverlayBuild[]): MadeGroup {
  const made = builds.filter(({ variant }) => variant !== undefined);
  const problems = builds.flatMap(({ uri, problem }) => (problem === undefined ? [] : [[uri, problem] as const]));
  return {
    id,
    variants: made.flatMap(({ variant }) => variant ?? []),
    covered: new Set(made.flatMap(({ build }) => coveredBy(build))),
    readOnly: new Set(),
    problems: new Map(problems),
    notes: notesByFile(builds),
  };
}

function notesByFile(builds: readonly OverlayBuild[]): ReadonlyMap<string, readonly MadeNote[]> {
  const byFile = new Map<string, MadeNote[]>();
  for (const [uri, note] of builds.flatMap(({ notes }) => notes)) {
    const known = byFile.get(uri) ?? [];
    if (known.every(other => other.message !== note.message || other.span.start !== note.span.start)) known.push(note);
    byFile.set(uri, known);
  }
  return byFile;
}

/** The objects that rules judge: definitions of custom resources are long, and their files are read as they are. */
function judgedIn({ objects }: KustomizeBuild): readonly BuiltObject[] {
  return objects.filter(({ id }) => id.kind !== 'CustomResourceDefinition');
}

function coveredBy(build: KustomizeBuild | undefined): readonly string[] {
  if (build === undefined) return [];
  const kustomizations = [...build.files].flatMap(([uri, text]) => (text !== undefined && isKustomizationFile(uri) ? [uri] : []));
  const judged = new Set(judgedIn(build).map(({ root }) => root.origin.uri));
  const used = [...build.uses].flatMap(([uri, use]) => (use === 'patch' || judged.has(uri) ? [uri] : []));
  return [...used, ...kustomizations];
}

/** Overlays above bases, and in one kustomization what it changes with above what it changes. */
function layersOf({ depths, uses }: KustomizeBuild): ReadonlyMap<string, number> {
  const deepest = Math.max(0, ...depths.values());
  return new Map([...depths].map(([uri, depth]) => [uri, 2 * (deepest - depth) + (uses.get(uri) === 'object' ? 0 : 1)]));
}

/** The path of an overlay as its family would call it: `overlays/prod`. */
function nameIn({ id, overlays }: OverlayFamily, overlay: string): string {
  const all = [id, ...overlays];
  const common = ancestorsOf(folderOf(overlay)).find(folder => all.every(other => isInside(other, folder)));
  const name = overlays.length === 1 || common === undefined ? '' : relativePath(overlay, common);
  return name === '' ? relativePath(overlay, folderOf(overlay)) : name;
}
