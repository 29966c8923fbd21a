import { parseImageReference } from '../dockerfile/image-reference.js';
import { mayMakePods } from '../kubernetes/pod-maker.js';
import type { Fact, NetworkPolicyFact, ObjectFact, ObjectReference, PodsFact } from './facts.js';
import { plainValue } from './plain-value.js';
import { ancestorsOf, fileNameOf, folderOf } from './uri-path.js';

/** Names of buckets. A reader asks for the narrowest that answers its question, so that few edits concern it. */
export const bucket = {
  all: (type: string) => type,
  ofUnit: (type: string, unit: string) => `${type}@${unit}`,
  /** Objects that say their namespace, and those that may stand in any. */
  ofNamespace: (type: string, namespace: string | undefined) => (namespace === undefined ? `${type} anywhere` : `${type} in ${namespace}`),
  workloadName: (unit: string, kind: string, name: string) => `workload-name:${unit}:${kind}/${name}`,
  podLabel: (key: string, value: string) => `pod-label:${key}=${value}`,
  /** Workloads with labels that are not literal: they may carry any. */
  podLabelsOpen: 'pod-labels:open',
  /** Pods as policies see them, by what selects them. */
  podsLabel: (key: string, value: string) => `pods:${key}=${value}`,
  podsOpen: 'pods:open',
  /** Network policies, each by one of the labels that its selector asks for. */
  policyLabel: (key: string, value: string) => `network-policy:${key}=${value}`,
  /** Network policies that may select Pods whatever their labels are. */
  policyOpen: 'network-policy:open',
  namespace: (name: string) => `namespace:${name}`,
  serviceName: (name: string) => `service-name:${name}`,
  serviceSelector: (key: string, value: string) => `service-selector:${key}=${value}`,
  /** Autoscalers by the name of what they scale. */
  scalerOf: (name: string) => `scaler-of:${name}`,
  config: (kind: string, name: string) => `config:${kind}/${name}`,
  /** Workloads with a container from an image, by the last part of its name. */
  imageUse: (name: string) => `image-use:${name}`,
  image: (name: string) => `image:${name}`,
  /** Dockerfiles that build on an image, by its name without tag and digest. */
  baseImage: (name: string) => `base-image:${name}`,
  imageOf: (folder: string) => `image-of:${folder}`,
  goModule: (folder: string) => `go-module:${folder}`,
  goModuleName: (name: string) => `go-module-name:${name}`,
  goSource: (folder: string) => `go-source:${folder}`,
  /** The files of a chart, by its folder. */
  chart: (folder: string) => `chart:${folder}`,
  chartOutline: (folder: string) => `chart-outline:${folder}`,
  presence: (uri: string) => `presence:${uri}`,
  /** Documents that cannot be read and name a kind. */
  unread: (kind: string) => `unread:${kind}`,
} as const;

/** The buckets that a fact stands in. */
export function bucketsOf(fact: Fact): readonly string[] {
  switch (fact.type) {
    case 'workload':
      return [
        ...scopes('workload', fact),
        ...[fact.podLabels, fact.missingLabels].flatMap(Object.entries<string>).map(([key, value]) => bucket.podLabel(key, value)),
        ...(fact.podLabelsKnown ? [] : [bucket.podLabelsOpen]),
      ];
    case 'workload-name':
      return [
        bucket.ofUnit('workload-name', fact.unit),
        bucket.ofNamespace('workload-name', fact.object.namespace),
        bucket.workloadName(fact.unit, fact.object.kind, fact.object.name),
      ];
    case 'pods':
      return [...scopes('pods', fact), ...podsBuckets(fact).flatMap(type => placesOf(type, fact))];
    case 'image-use':
      return [bucket.imageUse(imageBaseName(fact.image))];
    case 'service':
      return [
        ...scopes('service', fact),
        bucket.serviceName(fact.object.name),
        ...Object.entries(fact.selector ?? {}).map(([key, value]) => bucket.serviceSelector(key, value)),
      ];
    case 'config':
      return [...scopes(`config:${fact.object.kind}`, fact), bucket.config(fact.object.kind, fact.object.name)];
    case 'network-policy':
      return [...scopes('network-policy', fact), ...placesOf(policyBucket(fact), fact)];
    case 'object':
      return [
        ...scopes(`object:${fact.object.kind}`, fact),
        ...(mayMakePods(fact.object) ? scopes('pod-maker', fact) : []),
        ...scaledNames(fact).map(bucket.scalerOf),
        ...(fact.object.kind === 'Namespace' ? [bucket.namespace(fact.object.name)] : []),
      ];
    case 'image':
      return [
        ...fact.image.names.map(bucket.image),
        ...new Set(fact.image.bases.map(base => bucket.baseImage(parseImageReference(base)?.name ?? base))),
        bucket.imageOf(folderOf(fact.uri)),
      ];
    case 'go-module':
      return [bucket.goModule(folderOf(fact.uri)), bucket.goModuleName(fact.module.path?.split('/').at(-1) ?? '')];
    case 'go-source':
      return ancestorsOf(folderOf(fact.uri)).map(bucket.goSource);
    case 'chart-file':
      return [bucket.chart(fact.chart)];
    case 'chart-outline':
      return [bucket.chartOutline(fact.chart)];
    case 'presence':
      return [bucket.presence(fact.uri)];
    case 'unread':
      return fact.kinds.map(bucket.unread).flatMap(name => [bucket.all(name), bucket.ofUnit(name, fact.unit)]);
    case 'open-unit':
      return [bucket.ofUnit('open-unit', fact.unit)];
  }
}

function podsBuckets({ podLabels, missingLabels, podLabelsKnown }: PodsFact): string[] {
  const labels = [podLabels, missingLabels].flatMap(Object.entries<string>).map(label => bucket.podsLabel(...label));
  return podLabelsKnown ? labels : [...labels, bucket.podsOpen];
}

function policyBucket({ spec: { podSelector } }: NetworkPolicyFact): string {
  const label = podSelector === 'unknown' ? undefined : selectiveLabel(podSelector.matchLabels);
  return label === undefined ? bucket.policyOpen : bucket.policyLabel(...label);
}

/** A label that few objects share, as far as its key tells; `undefined` without labels. */
export function selectiveLabel(labels: Readonly<Record<string, string>>): readonly [string, string] | undefined {
  const entries = Object.entries(labels);
  return entries.find(([key]) => /(?:^|\/)(?:app|name|instance)$/.test(key)) ?? entries[0];
}

function scopes(type: string, { unit, object }: Fact & { readonly object: ObjectReference }): string[] {
  return [bucket.ofUnit(type, unit), ...placesOf(type, { object })];
}

function placesOf(type: string, { object }: { readonly object: ObjectReference }): string[] {
  return [bucket.all(type), bucket.ofNamespace(type, object.namespace)];
}

const SCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler']);

/** The name of what an autoscaler scales; nothing for other kinds. */
function scaledNames({ object, content }: ObjectFact): string[] {
  if (!SCALERS.has(object.kind)) return [];
  const names = ['scaleTargetRef', 'targetRef'].map(reference => plainValue(content, 'spec', reference, 'name'));
  return names.filter(name => typeof name === 'string');
}

/** The last part of an image reference's repository: `registry/team/web:1.2@sha256:…` is `web`. */
export function imageBaseName(reference: string): string {
  const withoutDigest = reference.split('@', 1)[0] ?? '';
  return fileNameOf(withoutDigest).split(':', 1)[0] ?? '';
}
