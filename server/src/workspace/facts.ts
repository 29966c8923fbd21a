import type { BuiltImage } from '../dockerfile/built-image.js';
import type { GoModule } from '../golang/go-module.js';
import type { ShutdownTimes } from '../golang/shutdown-times.js';
import type { LabelSelectorData, NetworkPolicySpec } from '../kubernetes/network-policy.js';
import type { SourceText } from '../text/source-text.js';
import type { PathSegment } from '../yaml/yaml-node.js';

/** Names an object wherever it stands. An absent namespace is unknown, not `default`. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  /** `''` while it is not written. */
  readonly name: string;
}

/** A place in a document by what it is: the `path` from the root of the object, and of what is found there the key or the value. */
export interface Place {
  readonly uri: string;
  /** `undefined` for documents without objects (Dockerfile, go.mod): the place is the start of the document. */
  readonly object: ObjectReference | undefined;
  readonly path: readonly PathSegment[];
}

/** What a document tells the others: plain data without positions, so that moving lines changes nothing here. */
interface FactBase {
  readonly uri: string;
  /** The application unit of the document: the folder at the root of its tree of manifests. */
  readonly unit: string;
}

export interface WorkloadFact extends FactBase {
  readonly type: 'workload';
  readonly object: ObjectReference;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Whether all pod labels are literal: if not, `podLabels` holds the literal ones. */
  readonly podLabelsKnown: boolean;
  /**
   * Labels that its own selector asks for and its Pods do not carry. One mistake is one finding: other objects' rules judge the Pods as if
   * they carried these too.
   */
  readonly missingLabels: Readonly<Record<string, string>>;
  /** Which Pods it takes for its own; `undefined` if it has no selector. */
  readonly selector: LabelSelectorData | 'unknown' | undefined;
  /** As written, 1 if it is not; `undefined` if it is not literal. */
  readonly replicas: number | undefined;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly objectLabels: Readonly<Record<string, string>>;
  /** Path from the root of the object to the pod template, e.g. `['spec', 'template']`; `[]` for a Pod. */
  readonly templatePath: readonly string[];
  readonly hostNetwork: boolean;
  /** Whether `dnsPolicy` leads to the resolver of the cluster; `undefined` if it is not literal. */
  readonly usesClusterDns: boolean | undefined;
  readonly containers: readonly ContainerFact[];
}

/** That a workload is there, without what most edits change: few rules have to run again for it. */
export interface WorkloadNameFact extends FactBase {
  readonly type: 'workload-name';
  readonly object: ObjectReference;
  /** Whether network policies apply to its Pods: it has containers, and not the network of the node. */
  readonly isPoliced: boolean;
}

/** The Pods of a workload as network policies see them: an edit of an image or a variable changes nothing here. */
export interface PodsFact extends FactBase {
  readonly type: 'pods';
  readonly object: ObjectReference;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podLabelsKnown: boolean;
  readonly missingLabels: Readonly<Record<string, string>>;
  /** Path from the root of the object to the pod template. */
  readonly templatePath: readonly string[];
  readonly hostNetwork: boolean;
  /** Whether `dnsPolicy` leads to the resolver of the cluster; `undefined` if it is not literal. */
  readonly usesClusterDns: boolean | undefined;
  /** Whether network policies apply to them: it has containers, and not the network of the node. */
  readonly isPoliced: boolean;
  /** What containers and native sidecars declare. */
  readonly ports: readonly PortFact[];
  /** The port that annotations ask Prometheus to scrape. */
  readonly scrapePort: number | undefined;
}

/** That a workload of the unit runs an image, as written. */
export interface ImageUseFact extends FactBase {
  readonly type: 'image-use';
  readonly image: string;
}

export interface ContainerFact {
  readonly name: string;
  readonly image: string | undefined;
  readonly role: 'container' | 'init' | 'sidecar';
  /** Path from the root of the object. */
  readonly path: readonly (string | number)[];
  readonly ports: readonly PortFact[];
  /** Names of variables with a literal value, e.g. to see GO* evidence. */
  readonly variables: readonly string[];
}

export interface PortFact {
  readonly name: string | undefined;
  /** `undefined` if it is not a literal number. */
  readonly number: number | undefined;
  readonly protocol: string;
}

export interface ServiceFact extends FactBase {
  readonly type: 'service';
  readonly object: ObjectReference;
  readonly serviceType: string;
  readonly headless: boolean;
  /** `undefined` if the Service has none; the literal part where `selectorKnown` is false. */
  readonly selectorKnown: boolean;
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly {
    readonly name: string | undefined;
    readonly port: number | undefined;
    /** As written: a number, a name, or `undefined` when omitted. */
    readonly targetPort: number | string | undefined;
    readonly protocol: string;
    readonly appProtocol: string | undefined;
  }[];
}

export interface ConfigFact extends FactBase {
  readonly type: 'config';
  /** `kind` is ConfigMap or Secret, also for what makes one (ExternalSecret, SealedSecret, kustomize generators). */
  readonly object: ObjectReference;
  readonly generated: boolean;
  /** Whether what it holds can only change together with its name. */
  readonly immutable: boolean;
  /** `undefined` where the keys cannot be known. */
  readonly keys: readonly string[] | undefined;
  /** Literal values of a ConfigMap, by key. */
  readonly values: Readonly<Record<string, string>>;
}

export interface NetworkPolicyFact extends FactBase {
  readonly type: 'network-policy';
  readonly object: ObjectReference;
  readonly spec: NetworkPolicySpec;
}

/** Any object, by kind and name: autoscalers, limit ranges, endpoints, admin policies, namespaces, monitors … */
export interface ObjectFact extends FactBase {
  readonly type: 'object';
  readonly object: ObjectReference;
  /** Its `spec` (for kinds that rules of other documents read), `labels` and `annotations`, as plain data. */
  readonly content: Readonly<Record<string, unknown>>;
}

export interface ImageFact extends FactBase {
  readonly type: 'image';
  readonly image: BuiltImage;
}

export interface GoModuleFact extends FactBase {
  readonly type: 'go-module';
  readonly module: GoModule;
}

/** A Go source file that says something rules ask about. */
export interface GoSourceFact extends FactBase {
  readonly type: 'go-source';
  readonly setsMemoryLimit: boolean;
  readonly imports: readonly string[];
  /** How long it takes to shut down a server; `undefined` if it shuts down none. */
  readonly shutdown: ShutdownTimes | undefined;
}

/** A file of a chart, text and all: what rules say about one is read off all of them. */
export interface ChartFileFact extends FactBase {
  readonly type: 'chart-file';
  /** The folder of the chart. */
  readonly chart: string;
  readonly source: SourceText;
  /** Of its Chart.yaml: by path of a value, the name of a file elsewhere that sets it. */
  readonly setElsewhere?: ReadonlyMap<string, string> | undefined;
}

/** What a file of a chart tells those who ask only for keys and kinds of values, and not for the values themselves. */
export interface ChartOutlineFact extends FactBase {
  readonly type: 'chart-outline';
  readonly chart: string;
  readonly outline: string;
  /** As {@link ChartFileFact} has it. */
  readonly setElsewhere: readonly (readonly [path: string, where: string])[];
}

/** That a file exists, for the few that matter by their presence (`vendor/modules.txt`, `go.sum`, `.dockerignore`). */
export interface PresenceFact extends FactBase {
  readonly type: 'presence';
}

/** A document that is no YAML before something renders it, or has errors of syntax: what it holds is known only by the kinds that it names. */
export interface UnreadFact extends FactBase {
  readonly type: 'unread';
  readonly kinds: readonly string[];
}

/** That the objects of a unit are not all known, whatever their kinds: a remote base, a chart that a kustomization installs. */
export interface OpenUnitFact extends FactBase {
  readonly type: 'open-unit';
  /** A full sentence. */
  readonly because: string;
}

export type Fact =
  | WorkloadFact
  | WorkloadNameFact
  | PodsFact
  | ImageUseFact
  | ServiceFact
  | ConfigFact
  | NetworkPolicyFact
  | ObjectFact
  | ImageFact
  | GoModuleFact
  | GoSourceFact
  | ChartFileFact
  | ChartOutlineFact
  | PresenceFact
  | UnreadFact
  | OpenUnitFact;
