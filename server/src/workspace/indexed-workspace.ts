import { parseImageReference } from '../dockerfile/image-reference.js';
import type { ChartNames } from '../helm/chart-names.js';
import { isAutomaticLabel, type LabelSet } from '../kubernetes/selector.js';
import { chartNamesIn } from './chart-names-in.js';
import { byPlace, type FactBucket } from './fact-bucket.js';
import { bucket, imageBaseName, selectiveLabel } from './fact-buckets.js';
import type {
  ConfigFact,
  Fact,
  GoModuleFact,
  GoSourceFact,
  ImageFact,
  NetworkPolicyFact,
  ObjectFact,
  ObjectReference,
  PodsFact,
  ServiceFact,
  UnreadFact,
  WorkloadFact,
  WorkloadNameFact,
} from './facts.js';
import { variantsPrefix } from './made-unit.js';
import { labelsOfNamespace } from './namespace-labels.js';
import { carriesLabels } from './selected-workloads.js';
import { ancestorsOf, folderOf, isInside, resolvePath } from './uri-path.js';
import type { WorkspaceIndex } from './workspace-index.js';
import type { DocumentPlace, KustomizeUse } from './workspace-layout.js';
import type { WorkspaceSettings, WorkspaceView } from './workspace-view.js';

const NOTHING: ReadonlySet<never> = new Set();

/** What functions have made of subjects, and what they read for that: by function, by subject. */
type Answers<Owner> = Map<unknown, Map<unknown, { readonly answer: unknown; readonly reads: Reads<Owner> }>>;

/** What was read. */
export interface Reads<Owner> {
  /** Of the workspace. */
  readonly dependencies: ReadonlySet<FactBucket<Owner>>;
  /** Of the document itself: whether what is being edited there was. */
  readonly hasReadEdit: boolean;
}

/** The view of one document's rule onto the index. Remembers each bucket that was read. */
export class IndexedWorkspace<Owner extends object = object> implements WorkspaceView {
  readonly uri: string;
  readonly settings: WorkspaceSettings;
  readonly #roots: readonly string[];
  #dependencies: Set<FactBucket<Owner>> | undefined;
  #hasReadEdit = false;
  readonly #index: WorkspaceIndex<Owner>;
  /** They hold as long as the view does: facts do not change while rules run. */
  readonly #answers: Answers<Owner> = new Map();
  readonly #place: DocumentPlace;
  /** What the units of this one's variants start with; `undefined` for a unit without variants. */
  readonly #variants: string | undefined;

  /** @param roots the folders that repositories start in */
  constructor(index: WorkspaceIndex<Owner>, uri: string, place: DocumentPlace, settings: WorkspaceSettings, roots: readonly string[]) {
    this.#index = index;
    this.uri = uri;
    this.#roots = roots;
    this.#place = place;
    this.#variants = variantsPrefix(place.unit);
    const { kubernetesVersion } = place;
    this.settings = kubernetesVersion === undefined ? settings : { ...settings, kubernetesVersion };
  }

  /** What was read since the last call: by one rule, where one runs after another. */
  takeReads(): Reads<Owner> {
    const reads = { dependencies: this.#dependencies ?? NOTHING, hasReadEdit: this.#hasReadEdit };
    this.#dependencies = undefined;
    this.#hasReadEdit = false;
    return reads;
  }

  /** Notes that what is being edited in the document was read. */
  noteEditRead(): void {
    this.#hasReadEdit = true;
  }

  /** What was asked, and how much the answers held. */
  get questions(): readonly string[] {
    return [...(this.#dependencies ?? NOTHING)].map(({ name, facts }) => `${name}: ${facts.length}`);
  }

  get path(): string {
    const roots = this.#roots.filter(root => isInside(this.uri, root));
    return this.uri.slice(Math.max(0, ...roots.map(({ length }) => length)));
  }

  get unit(): string {
    return this.#place.unit;
  }

  get kustomize(): KustomizeUse | undefined {
    return this.#place.kustomize;
  }

  get environment(): string | undefined {
    return this.#place.environment;
  }

  get isBase(): boolean {
    return this.#place.kustomize?.role === 'base';
  }

  answer<Subject, Answer>(subject: Subject, work: (subject: Subject, workspace: WorkspaceView) => Answer): Answer {
    const answers = this.#answers.get(work) ?? new Map<unknown, { readonly answer: Answer; readonly reads: Reads<Owner> }>();
    this.#answers.set(work, answers);
    const known = answers.get(subject);
    if (known !== undefined) {
      this.#addReads(known.reads);
      return known.answer as Answer;
    }
    const before = this.takeReads();
    try {
      const answer = work(subject, this);
      const reads = this.takeReads();
      answers.set(subject, { answer, reads });
      this.#addReads(reads);
      return answer;
    } finally {
      this.#addReads(before);
    }
  }

  workloadsSelectedBy(labels: Readonly<Record<string, string>>, namespace: string | undefined): readonly WorkloadFact[] {
    const first = Object.entries(labels).find(([key]) => !isAutomaticLabel(key));
    if (first === undefined) return this.workloads('workspace', namespace);
    const candidates = new Set([...this.#read(bucket.podLabel(...first)), ...this.#read(bucket.podLabelsOpen)].filter(isWorkload));
    return inNamespace([...candidates], namespace).filter(workload => carriesLabels(workload, labels) !== false);
  }

  leadingWorkload(namespace: string | undefined): WorkloadNameFact | undefined {
    const name = namespace === undefined ? bucket.ofUnit('workload-name', this.unit) : bucket.ofNamespace('workload-name', namespace);
    const names = this.#derive(name, policedWorkloads);
    return names.find(({ object, unit }) => object.namespace === namespace && this.#sees(unit) && this.#openBecause(unit) === undefined);
  }

  unitHasWorkload({ kind, namespace, name }: ObjectReference, unit: string = this.unit): boolean {
    const names = this.#read(bucket.workloadName(unit, kind, name)).filter(isWorkloadName);
    return names.some(({ object }) => object.namespace === namespace);
  }

  workloads(scope: 'unit' | 'workspace', namespace: string | undefined): readonly WorkloadFact[] {
    return this.#scoped(scope, 'workload', namespace).filter(isWorkload);
  }

  pods(scope: 'unit' | 'workspace', namespace: string | undefined): readonly PodsFact[] {
    return this.#scoped(scope, 'pods', namespace).filter(isPods);
  }

  podsCarrying(labels: Readonly<Record<string, string>>, namespace: string | undefined): readonly PodsFact[] {
    const label = selectiveLabel(Object.fromEntries(Object.entries(labels).filter(([key]) => !isAutomaticLabel(key))));
    if (label === undefined) return this.pods('workspace', namespace);
    return this.#ofTypes([bucket.podsLabel(...label), bucket.podsOpen], namespace).filter(isPods);
  }

  servicesSelecting(podLabels: Readonly<Record<string, string>>, namespace: string | undefined): readonly ServiceFact[] {
    const candidates = Object.entries(podLabels).flatMap(([key, value]) =>
      this.#read(bucket.serviceSelector(key, value)).filter(isService),
    );
    return inNamespace([...new Set(candidates)], namespace).filter(({ selector }) =>
      Object.entries(selector ?? {}).every(([key, value]) => podLabels[key] === value),
    );
  }

  servicesNamed(name: string, namespace: string | undefined): readonly ServiceFact[] {
    return inNamespace(this.#read(bucket.serviceName(name)).filter(isService), namespace);
  }

  services(scope: 'unit' | 'workspace', namespace: string | undefined): readonly ServiceFact[] {
    return this.#scoped(scope, 'service', namespace).filter(isService);
  }

  configs(kind: 'ConfigMap' | 'Secret', name: string, namespace: string | undefined): readonly ConfigFact[] {
    return inNamespace(this.#read(bucket.config(kind, name)).filter(isConfig), namespace);
  }

  allConfigs(scope: 'unit' | 'workspace', kind: 'ConfigMap' | 'Secret', namespace: string | undefined): readonly ConfigFact[] {
    return this.#scoped(scope, `config:${kind}`, namespace).filter(isConfig);
  }

  networkPolicies(scope: 'unit' | 'workspace', namespace: string | undefined): readonly NetworkPolicyFact[] {
    return this.#scoped(scope, 'network-policy', namespace).filter(isNetworkPolicy);
  }

  networkPoliciesSelecting(pod: LabelSet, namespace: string | undefined): readonly NetworkPolicyFact[] {
    if (!pod.known) return this.networkPolicies('workspace', namespace);
    const types = [bucket.policyOpen, ...Object.entries(pod.labels).map(label => bucket.policyLabel(...label))];
    return this.#ofTypes(types, namespace).filter(isNetworkPolicy);
  }

  namespaceLabels(name: string | undefined): LabelSet {
    return name === undefined ? { labels: {}, known: false } : labelsOfNamespace(name, this.#read(bucket.namespace(name)).filter(isObject));
  }

  objects(scope: 'unit' | 'workspace', kind: string, namespace: string | undefined): readonly ObjectFact[] {
    return this.#scoped(scope, `object:${kind}`, namespace).filter(isObject);
  }

  autoscalersOf(name: string, namespace: string | undefined): readonly ObjectFact[] {
    return inNamespace(this.#read(bucket.scalerOf(name)).filter(isObject), namespace);
  }

  podMakers(scope: 'unit' | 'workspace', namespace: string | undefined): readonly ObjectFact[] {
    return this.#scoped(scope, 'pod-maker', namespace).filter(isObject);
  }

  imagesNamedLike(reference: string): readonly string[] {
    const byUnit = this.#derive(bucket.imageUse(imageBaseName(reference)), imagesByUnit);
    return [...new Set([...(byUnit.get(this.unit) ?? []), ...[...byUnit.values()].flatMap(images => [...images])])];
  }

  unread(scope: 'unit' | 'workspace', kind: string): readonly UnreadFact[] {
    const name = bucket.unread(kind);
    return this.#read(scope === 'unit' ? bucket.ofUnit(name, this.unit) : bucket.all(name)).filter(isUnread);
  }

  get openBecause(): string | undefined {
    return this.#openBecause(this.unit);
  }

  imageBuiltAs(reference: string): ImageFact | undefined {
    const name = imageBaseName(reference);
    const named = this.#read(bucket.image(name)).filter(isImage);
    const byModule = this.#read(bucket.goModuleName(name)).flatMap(({ uri }) => this.#read(bucket.imageOf(folderOf(uri))).filter(isImage));
    const all = [...new Set([...named, ...byModule])];
    return all.length === 1 ? all[0] : undefined;
  }

  baseImageUses(name: string): readonly string[] {
    const bases = this.#read(bucket.baseImage(name)).flatMap(fact => (isImage(fact) ? fact.image.bases : []));
    return [...new Set(bases)].filter(base => parseImageReference(base)?.name === name).sort(compare);
  }

  nearestGoModule(): GoModuleFact | undefined {
    return this.goModuleAbove(folderOf(this.uri));
  }

  goModuleAbove(start: string): GoModuleFact | undefined {
    for (const folder of ancestorsOf(start)) {
      const found = this.#read(bucket.goModule(folder)).find(isGoModule);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  chart(): ChartNames | undefined {
    const folder = this.#place.chart;
    return folder === undefined ? undefined : this.#bucket(bucket.chart(folder)).derive<ChartNames | undefined>(chartNamesIn);
  }

  chartOutline(folder = this.#place.chart): ChartNames | undefined {
    if (folder === undefined) return undefined;
    this.#bucket(bucket.chartOutline(folder));
    return this.#index.bucket(bucket.chart(folder)).derive<ChartNames | undefined>(chartNamesIn);
  }

  exists(relativePath: string): boolean {
    const uri = resolvePath(folderOf(this.uri), relativePath);
    return uri !== undefined && this.#read(bucket.presence(uri)).length > 0;
  }

  goSources(folder: string): readonly GoSourceFact[] {
    return this.#read(bucket.goSource(folder)).filter(isGoSource);
  }

  /** The facts of several buckets of the workspace, each once. */
  #ofTypes(types: readonly string[], namespace: string | undefined): readonly Fact[] {
    const groups = types.map(type => this.#scoped('workspace', type, namespace)).filter(group => group.length > 0);
    return groups.length < 2 ? (groups[0] ?? []) : [...new Set(groups.flat())].sort(byPlace);
  }

  /** Facts about objects that may stand in a namespace; absent, in any. */
  #scoped(scope: 'unit' | 'workspace', type: string, namespace: string | undefined): readonly Fact[] {
    if (scope === 'unit') {
      const facts = this.#factsIn(this.#index.bucketOfUnit(type, this.unit));
      return namespace === undefined ? facts : facts.filter(fact => mayStandIn(fact, namespace));
    }
    if (namespace === undefined) return this.#read(bucket.all(type));
    const [said = [], open = []] = [namespace, undefined].map(place => this.#factsIn(this.#index.bucketOfNamespace(type, place)));
    return open.length === 0 ? said : said.length === 0 ? open : [...said, ...open].sort(byPlace);
  }

  /** What is computed from a bucket, once for all who ask until the bucket changes. */
  #derive<Answer>(name: string, compute: (facts: readonly Fact[]) => Answer): Answer {
    return this.#bucket(name).derive(compute);
  }

  #read(name: string): readonly Fact[] {
    return this.#factsIn(this.#index.bucket(name));
  }

  #factsIn(asked: FactBucket<Owner>): readonly Fact[] {
    const { facts } = this.#depend(asked);
    return this.#variants === undefined ? facts : facts.filter(({ unit }) => this.#sees(unit));
  }

  /** Variants of one application do not see each other. */
  #sees(unit: string): boolean {
    return this.#variants === undefined || unit === this.unit || !unit.startsWith(this.#variants);
  }

  #openBecause(unit: string): string | undefined {
    return this.#read(bucket.ofUnit('open-unit', unit)).find(fact => fact.type === 'open-unit')?.because;
  }

  #bucket(name: string): FactBucket<Owner> {
    return this.#depend(this.#index.bucket(name));
  }

  #depend(asked: FactBucket<Owner>): FactBucket<Owner> {
    this.#dependencies ??= new Set();
    this.#dependencies.add(asked);
    return asked;
  }

  #addReads({ dependencies, hasReadEdit }: Reads<Owner>): void {
    for (const asked of dependencies) this.#depend(asked);
    if (hasReadEdit) this.#hasReadEdit = true;
  }
}

function policedWorkloads(facts: readonly Fact[]): readonly WorkloadNameFact[] {
  return facts.filter(isWorkloadName).filter(({ isPoliced }) => isPoliced);
}

function imagesByUnit(facts: readonly Fact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byUnit = new Map<string, Set<string>>();
  for (const fact of facts) {
    if (fact.type !== 'image-use') continue;
    const images = byUnit.get(fact.unit);
    if (images === undefined) byUnit.set(fact.unit, new Set([fact.image]));
    else images.add(fact.image);
  }
  return byUnit;
}

/** Facts about objects that may stand in a namespace, in the order of the index. */
function inNamespace<T extends Fact>(facts: readonly T[], namespace: string | undefined): readonly T[] {
  return facts.filter(fact => mayStandIn(fact, namespace)).sort(byPlace);
}

/** Absent is unknown: it may be any namespace. */
function mayStandIn(fact: Fact, namespace: string | undefined): boolean {
  const own = 'object' in fact ? fact.object.namespace : undefined;
  return namespace === undefined || own === undefined || own === namespace;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const isWorkload = (fact: Fact): fact is WorkloadFact => fact.type === 'workload';
const isWorkloadName = (fact: Fact): fact is WorkloadNameFact => fact.type === 'workload-name';
const isPods = (fact: Fact): fact is PodsFact => fact.type === 'pods';
const isService = (fact: Fact): fact is ServiceFact => fact.type === 'service';
const isConfig = (fact: Fact): fact is ConfigFact => fact.type === 'config';
const isNetworkPolicy = (fact: Fact): fact is NetworkPolicyFact => fact.type === 'network-policy';
const isObject = (fact: Fact): fact is ObjectFact => fact.type === 'object';
const isUnread = (fact: Fact): fact is UnreadFact => fact.type === 'unread';
const isImage = (fact: Fact): fact is ImageFact => fact.type === 'image';
const isGoModule = (fact: Fact): fact is GoModuleFact => fact.type === 'go-module';
const isGoSource = (fact: Fact): fact is GoSourceFact => fact.type === 'go-source';
