import { templateFunction } from '../gotemplate/template-function.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { GoList, GoObject, makeValue, type Value } from '../gotemplate/value.js';

/** The Kubernetes that charts are rendered for where nobody says another: that of the Helm whose behaviour this is. */
const DEFAULT_VERSION = '1.35.0';

/**
 * What `.Capabilities` says of a cluster of a version (`1.31`, `v1.31.2`) that nobody has asked.
 *
 * @param added API versions that it has beside those that Helm knows: `monitoring.coreos.com/v1`
 */
export function capabilities(kubernetesVersion: string | undefined, added: readonly string[] = []): GoObject {
  return new GoObject({
    type: '*common.Capabilities',
    fields: new Map<string, Value>([
      ['KubeVersion', makeValue(kubeVersion(kubernetesVersion ?? DEFAULT_VERSION))],
      ['APIVersions', makeValue(apiVersions(added))],
      ['HelmVersion', makeValue(new GoObject({ type: 'version.BuildInfo', fields: textFields(HELM) }))],
    ]),
  });
}

function kubeVersion(version: string): GoObject {
  const text = version.startsWith('v') ? version : `v${version}`;
  const [major = '', minor = ''] = text.slice(1).split(/[.+-]/);
  return new GoObject({
    type: 'common.KubeVersion',
    fields: textFields({ Version: text, Major: major, Minor: minor }),
    methods: new Map(['GitVersion', 'String'].map(name => [name, templateFunction(name, [], () => TracedText.of(text))])),
    print: () => text,
  });
}

function apiVersions(added: readonly string[]): GoList {
  const all = added.length === 0 ? API_VERSIONS : new Set([...API_VERSIONS, ...added]);
  const has = templateFunction('Has', ['text'], (_, version) => all.has(version.text));
  return new GoList(
    [...all].map(version => makeValue(TracedText.of(version))),
    'common.VersionSet',
    new Map([[has.name, has]]),
  );
}

function textFields(fields: Readonly<Record<string, string>>): Map<string, Value> {
  return new Map(Object.entries(fields).map(([name, text]) => [name, makeValue(TracedText.of(text))]));
}

const HELM = {
  Version: 'v4.1.4',
  GitCommit: '05fa37973dc9e42b76e1d2883494c87174b6074f',
  GitTreeState: 'clean',
  GoVersion: 'go1.25.9',
  KubeClientVersion: 'v1.35',
};

/** By API group, the versions that Helm takes for known where it asks no cluster. Kinds (`apps/v1/Deployment`) are not among them. */
const GROUPS: readonly (readonly [group: string, versions: string])[] = [
  ['admissionregistration.k8s.io', 'v1 v1alpha1 v1beta1'],
  ['internal.apiserver.k8s.io', 'v1alpha1'],
  ['apps', 'v1 v1beta1 v1beta2'],
  ['authentication.k8s.io', 'v1 v1alpha1 v1beta1'],
  ['authorization.k8s.io', 'v1 v1beta1'],
  ['autoscaling', 'v1 v2 v2beta1 v2beta2'],
  ['batch', 'v1 v1beta1'],
  ['certificates.k8s.io', 'v1 v1beta1 v1alpha1'],
  ['coordination.k8s.io', 'v1alpha2 v1beta1 v1'],
  ['discovery.k8s.io', 'v1 v1beta1'],
  ['events.k8s.io', 'v1 v1beta1'],
  ['extensions', 'v1beta1'],
  ['flowcontrol.apiserver.k8s.io', 'v1 v1beta1 v1beta2 v1beta3'],
  ['networking.k8s.io', 'v1 v1beta1'],
  ['node.k8s.io', 'v1 v1alpha1 v1beta1'],
  ['policy', 'v1 v1beta1'],
  ['rbac.authorization.k8s.io', 'v1 v1beta1 v1alpha1'],
  ['resource.k8s.io', 'v1 v1beta2 v1beta1 v1alpha3'],
  ['scheduling.k8s.io', 'v1alpha1 v1beta1 v1'],
  ['storage.k8s.io', 'v1beta1 v1 v1alpha1'],
  ['storagemigration.k8s.io', 'v1beta1'],
  ['apiextensions.k8s.io', 'v1beta1 v1'],
];

const API_VERSIONS: ReadonlySet<string> = new Set([
  'v1',
  ...GROUPS.flatMap(([group, versions]) => versions.split(' ').map(version => `${group}/${version}`)),
]);
