import type { Location } from '../text/span.js';
import {
  type BuiltMap,
  type BuiltNode,
  cloneNode,
  findNode,
  isNull,
  mapEntries,
  mapOf,
  setEntry,
  textOf,
  textScalar,
} from './built-node.js';
import { effectiveNamespace, type ResourceId, resourceIdOf } from './resource-id.js';

const DEFINITION = 'CustomResourceDefinition';

/** By this annotation kustomize knows what its name is to have a hash of: that of a person counts as its own. */
const NEEDS_HASH = 'internal.config.kubernetes.io/needsHashSuffix';
/** Of other objects the hash is that of how their text was read, which nobody else can know. */
const HASHED_KINDS: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

/** An object while it is built, with what it was called before, by which references to it are found. */
export class BuiltObject {
  root: BuiltMap;
  /** What it was called before each change of its name, namespace or kind, oldest first. */
  readonly previousIds: ResourceId[];
  readonly prefixes: string[];
  readonly suffixes: string[];
  /** Names of the variables that read one of its fields. */
  readonly variables: Set<string>;
  /** How a generator wants it to be combined with an object that is there already. */
  readonly behavior: string;
  readonly #needsHash: boolean;
  /** Whether it has keys that are not known: those of a file of variables that cannot be read. */
  isOpen: boolean;
  /** Whether kustomize has noted something about it in its annotations, for a while. */
  isTouched: boolean;
  #isShared = false;
  #id: ResourceId | undefined;
  /** The scalars that say what it is called: they are replaced, never changed. */
  #idSources: readonly (BuiltNode | undefined)[] = [];

  constructor(root: BuiltMap, options: { readonly behavior?: string; readonly needsHash?: boolean; readonly copyOf?: BuiltObject } = {}) {
    const { copyOf } = options;
    this.root = root;
    this.previousIds = [...(copyOf?.previousIds ?? [])];
    this.prefixes = [...(copyOf?.prefixes ?? [])];
    this.suffixes = [...(copyOf?.suffixes ?? [])];
    this.variables = new Set(copyOf?.variables);
    this.behavior = options.behavior ?? copyOf?.behavior ?? '';
    this.isTouched = copyOf?.isTouched ?? false;
    this.isOpen = copyOf?.isOpen ?? false;
    this.#needsHash = options.needsHash ?? copyOf?.needsHash ?? false;
    if (copyOf === undefined) return;
    this.#id = copyOf.#id;
    this.#idSources = copyOf.#idSources;
  }

  /** A copy that can be changed. A definition of a custom resource is long and hardly ever changed: all but its metadata is shared at first. */
  clone(): BuiltObject {
    if (textOf(findNode(this.root, 'kind')) !== DEFINITION) return new BuiltObject(cloneNode(this.root), { copyOf: this });
    const root = { ...this.root, entries: new Map(this.root.entries) };
    const metadata = findNode(root, 'metadata');
    if (metadata !== undefined) setEntry(root, 'metadata', cloneNode(metadata));
    const copy = new BuiltObject(root, { copyOf: this });
    copy.#isShared = true;
    return copy;
  }

  /** Ends the sharing, before anything but metadata is changed. */
  own(): void {
    if (!this.#isShared) return;
    this.root = cloneNode(this.root);
    this.#isShared = false;
  }

  /** What it is called now: the same object until that changes. It is asked for with each object that is added to a list. */
  get id(): ResourceId {
    const { entries } = this.root;
    const metadata = entries.get('metadata')?.value;
    const named = metadata?.kind === 'map' ? metadata.entries : undefined;
    const sources = [entries.get('apiVersion'), entries.get('kind'), named?.get('name'), named?.get('namespace')].map(
      entry => entry?.value,
    );
    if (this.#id === undefined || sources.some((node, index) => node !== this.#idSources[index])) this.#id = resourceIdOf(this.root);
    this.#idSources = sources;
    return this.#id;
  }

  get originalId(): ResourceId {
    return this.previousIds[0] ?? this.id;
  }

  /** All that it is and was called. */
  get allIds(): readonly ResourceId[] {
    return [...this.previousIds, this.id];
  }

  get needsHash(): boolean {
    return this.#needsHash || (HASHED_KINDS.has(this.id.kind) && this.texts('annotations').get(NEEDS_HASH) === 'enabled');
  }

  rememberId(): void {
    const { id } = this;
    this.previousIds.push({ ...id, namespace: effectiveNamespace(id) ?? '' });
  }

  get name(): string {
    return this.id.name;
  }

  setName(name: string, origin: Location = findNode(this.root, 'metadata', 'name')?.origin ?? this.root.origin): void {
    setEntry(this.metadata, 'name', textScalar(name, origin), origin);
  }

  /** `metadata`, made where it is missing. */
  get metadata(): BuiltMap {
    const metadata = findNode(this.root, 'metadata');
    if (metadata?.kind === 'map') return metadata;
    const made = mapOf(this.root.origin);
    setEntry(this.root, 'metadata', made);
    return made;
  }

  /** Labels or annotations as text. */
  texts(field: 'labels' | 'annotations'): ReadonlyMap<string, string> {
    return new Map(mapEntries(findNode(this.root, 'metadata', field)).map(([key, value]) => [key, textOf(value) ?? '']));
  }

  /** Makes a map for annotations where there is none, as kustomize does when it notes something there. */
  touch(): void {
    this.isTouched = true;
    if (findNode(this.root, 'metadata', 'annotations')?.kind !== 'map') setEntry(this.metadata, 'annotations', mapOf(this.root.origin));
  }

  /** Makes all annotations text, as kustomize writes them; what it notes there goes, and a field without any. */
  normaliseAnnotations(): void {
    const annotations = findNode(this.root, 'metadata', 'annotations');
    if (annotations?.kind === 'map') annotations.entries.delete(NEEDS_HASH);
    const isVacant = isNull(annotations) || (annotations?.kind === 'map' && annotations.entries.size === 0);
    if (isVacant) this.metadata.entries.delete('annotations');
    if (annotations?.kind !== 'map') return;
    for (const [key, value] of mapEntries(annotations)) {
      if (value.kind !== 'scalar' || value.type === 'text') continue;
      setEntry(annotations, key, { ...value, type: 'text' });
    }
  }

  get isEmpty(): boolean {
    return this.root.entries.size === 0 || isNull(this.root);
  }
}
