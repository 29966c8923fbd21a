import type { ChartNames } from '../helm/chart-names.js';
import type { LabelSet } from '../kubernetes/selector.js';
import type {
  ConfigFact,
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
import type { KustomizeUse } from './workspace-layout.js';

/** The part of the workspace that rules may ask about. Every question is recorded, so that an edit re-runs only what read a changed bucket. */
export interface WorkspaceView {
  /** The document whose rules ask. */
  readonly uri: string;
  /** Where it stands in its repository: `/deploy/app.yaml`. The whole URI where that is not known. */
  readonly path: string;
  /** Its application unit. */
  readonly unit: string;
  readonly settings: WorkspaceSettings;
  /** How kustomize uses the document; `undefined` if no kustomization of the workspace names it. */
  readonly kustomize: KustomizeUse | undefined;
  /** Whether rules about what is missing must stay silent: a kustomize base is judged on the builds that use it. */
  readonly isBase: boolean;
  /** The environment of a document that is made from files: `prod` for `values-prod.yaml` and `overlays/prod`. */
  readonly environment: string | undefined;
  /**
   * What a function makes of a subject and this view: worked out once for all rules that run on a document. A function stands for its answers,
   * so it must be one that stays.
   */
  answer<Subject, Answer>(subject: Subject, work: (subject: Subject, workspace: WorkspaceView) => Answer): Answer;
  /**
   * Workloads whose pods may be selected by these labels from a namespace (absent: unknown, may be any), also with labels that they do
   * not carry although their own selector asks for them.
   */
  workloadsSelectedBy(labels: Readonly<Record<string, string>>, namespace: string | undefined): readonly WorkloadFact[];
  /**
   * The first workload of exactly this namespace that network policies apply to, in an order that stays; where the namespace is not known,
   * the first of the unit. None of a unit whose objects are not all known.
   */
  leadingWorkload(namespace: string | undefined): WorkloadNameFact | undefined;
  /** Whether a unit has a workload of this kind, namespace and name: the one that asks, if none is given. */
  unitHasWorkload(object: ObjectReference, unit?: string): boolean;
  /** All workloads that may share a namespace with `namespace`, of the unit or of the whole workspace. */
  workloads(scope: 'unit' | 'workspace', namespace: string | undefined): readonly WorkloadFact[];
  /** The same workloads, by what network policies see of them. */
  pods(scope: 'unit' | 'workspace', namespace: string | undefined): readonly PodsFact[];
  /** Those of the workspace that carry or may carry labels, also labels that only their own selector asks for. */
  podsCarrying(labels: Readonly<Record<string, string>>, namespace: string | undefined): readonly PodsFact[];
  /** Services that may select pods with these labels in that namespace. */
  servicesSelecting(podLabels: Readonly<Record<string, string>>, namespace: string | undefined): readonly ServiceFact[];
  servicesNamed(name: string, namespace: string | undefined): readonly ServiceFact[];
  services(scope: 'unit' | 'workspace', namespace: string | undefined): readonly ServiceFact[];
  /** ConfigMaps or Secrets (and what makes them) by name, anywhere in the workspace. */
  configs(kind: 'ConfigMap' | 'Secret', name: string, namespace: string | undefined): readonly ConfigFact[];
  allConfigs(scope: 'unit' | 'workspace', kind: 'ConfigMap' | 'Secret', namespace: string | undefined): readonly ConfigFact[];
  networkPolicies(scope: 'unit' | 'workspace', namespace: string | undefined): readonly NetworkPolicyFact[];
  /** Those of the workspace that may select Pods with these labels. */
  networkPoliciesSelecting(pod: LabelSet, namespace: string | undefined): readonly NetworkPolicyFact[];
  /**
   * The labels of a namespace: what its manifests say, and the name that Kubernetes adds. Without a manifest, and where manifests differ,
   * others may be there. An absent name is unknown.
   */
  namespaceLabels(name: string | undefined): LabelSet;
  /** Objects of a kind that have no fact type of their own. */
  objects(scope: 'unit' | 'workspace', kind: string, namespace: string | undefined): readonly ObjectFact[];
  /** The autoscalers, horizontal or vertical, of something with this name that may share a namespace with `namespace`. */
  autoscalersOf(name: string, namespace: string | undefined): readonly ObjectFact[];
  /** Objects for which an operator may make Pods with labels that no file shows. */
  podMakers(scope: 'unit' | 'workspace', namespace: string | undefined): readonly ObjectFact[];
  /** Images that workloads use and whose name ends like that of `reference`, as written; those of the unit first. */
  imagesNamedLike(reference: string): readonly string[];
  /** Documents that cannot be read (templates, errors of syntax) and that name a kind of object. */
  unread(scope: 'unit' | 'workspace', kind: string): readonly UnreadFact[];
  /** Why this document's unit may have objects that are not known, as a full sentence: then nothing is known to be absent. */
  readonly openBecause: string | undefined;
  /** The workspace's Dockerfile that builds an image reference, if one is known. */
  imageBuiltAs(reference: string): ImageFact | undefined;
  /** The references under which Dockerfiles of the workspace, this one too, use an image: `golang:1.26`, `golang:1.26@sha256:…`. */
  baseImageUses(name: string): readonly string[];
  /** The go.mod in the folder of this document or the nearest above it. */
  nearestGoModule(): GoModuleFact | undefined;
  /** The go.mod in a folder or the nearest above it. */
  goModuleAbove(folder: string): GoModuleFact | undefined;
  /** The chart that the document belongs to, with all its names; `undefined` if it belongs to none. */
  chart(): ChartNames | undefined;
  /**
   * The same for who asks only which values there are and of which kinds: what single values are is no question.
   *
   * @param folder of the chart, if it is not that of the document
   */
  chartOutline(folder?: string): ChartNames | undefined;
  /** Whether a file exists below the folder of this document, e.g. `go.sum`, `vendor/modules.txt`. Only files that the index tracks. */
  exists(relativePath: string): boolean;
  /** Go sources below a folder that say something rules ask about. */
  goSources(folder: string): readonly GoSourceFact[];
}

/** Settings of `.plimsoll.yaml` that rules read beside their own options. */
export interface WorkspaceSettings {
  /** `1.34`: what an installation says of its cluster, else what is configured; `undefined` if neither is said. */
  readonly kubernetesVersion: string | undefined;
  readonly goImages: readonly string[];
  readonly nonRootBases: readonly string[];
  /** `Kind/name` patterns that exist outside the workspace. */
  readonly externalObjects: readonly string[];
  readonly devStages: readonly string[];
  readonly clusterDns: 'kube-dns' | 'openshift' | 'nodelocal';
  readonly networkPolicies: 'required' | 'off' | undefined;
}
