import type { Resource } from '../../kubernetes/resource.js';
import { credentialIn, isPlaceholderValue, isSecretVariable, mayBeSecret } from '../../kubernetes/secret-text.js';
import { isEncryptedBySops, type SecretValue, secretValuesOf } from '../../kubernetes/secret-value.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { isForDevelopment } from '../../workspace/development.js';
import { isExample } from '../../workspace/example-files.js';
import type { ObjectFact } from '../../workspace/facts.js';
import { fileOfMade } from '../../workspace/made-unit.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt, pointAtKey } from '../../yaml/point-at.js';
import { entryLine } from '../../yaml/scalar-text.js';
import { removeEntry, replaceEntry, replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const secretInGit = defineRule({
  id: 'config/secret-in-git',
  title: 'Secret with its values in version control',
  severity: 'warning',
  release: 1,
  sop: ['S4.0/4'],
  why: `base64 is an encoding, not encryption. Whoever can read the repository, or ever could, has the value; it stays in the history after the
file is gone.`,
  remedy: `Keep the value in a store of secrets and let an ExternalSecret fetch it, or encrypt it (SealedSecret, SOPS). Replace the value: it is
known by now.`,
  fixSafety: `The store has to hold the values, under the name of the Secret, before the object is applied.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const values = secretValuesOf(resource);
    if (values === undefined) yield notApplicable('It is no Secret.');
    else if (isExample(workspace.path)) yield notApplicable('It is an example, or a test.');
    else if (isForDevelopment(workspace, namespaceIn(workspace, resource))) yield notApplicable('It is for development.');
    else if (resource.node.get('type')?.text === 'kubernetes.io/service-account-token') yield notApplicable('Kubernetes fills it.');
    else if (isEncryptedBySops(resource)) yield satisfied('SOPS has encrypted its values.');
    else yield* judge(resource, values, workspace);
  },
});

function judge(resource: Resource, values: readonly SecretValue[], workspace: WorkspaceView): readonly Outcome[] {
  const known = values.filter(value => isSecretValue(value));
  const [first, ...others] = known;
  if (first === undefined) {
    const isOpen = values.some(({ node }) => isUnresolved(node.text ?? ''));
    return [isOpen ? unknown('Its values are filled in later.') : satisfied('It holds nothing that has to be kept secret.')];
  }
  // Of what is made, each value comes from a place of its own.
  if (fileOfMade(workspace.uri) !== workspace.uri)
    return known.map(({ key, node }) => violated({ span: pointAt(node), message: `${messageFor(resource, key)}.` }));
  const more = others.length === 0 ? '' : others.length === 1 ? ', and 1 more' : `, and ${others.length} more`;
  const how = first.field === 'data' ? ': base64 hides nothing' : ' in clear text';
  return [
    violated({
      span: pointAtKey(first.node),
      message: `${messageFor(resource, first.key)}${more}${how}.`,
      related: others.map(({ key, node }) => ({ span: pointAtKey(node), message: `The value of "${key}"` })),
      // It was there while the API server rejected the object, too.
      comesToLight: true,
      fixes: [conversion(resource, values, workspace)],
    }),
  ];
}

function messageFor({ name }: Resource, key: string): string {
  return `Version control has the value of "${key}" of Secret "${name}"`;
}

/** Names of values that go with a secret and are none. */
const PUBLIC =
  /(?:^|[-_.])(?:user(?:name)?|login|host(?:name)?|server|port|database|db|dbname|name|namespace|region|bucket(?:[-_.]?names?)?|url|uri|endpoint|email|issuer|type|enabled|id|version|path|engine|schema|scope|audience|domain|realm)$|(?:\.|^)(?:crt|pub|pem\.pub|cer)$|^(?:ca|tls|cert(?:ificate)?)\.(?:crt|pem|cert)$/i;

function isSecretValue({ key, node, content }: SecretValue): boolean {
  const written = node.text ?? '';
  if (isUnresolved(written) || (content !== undefined && isUnresolved(content))) return false;
  if (credentialIn(content ?? '') !== undefined) return true;
  if (content !== undefined && /[\r\n]./.test(content.trim())) return content.split(/[\r\n]+/).some(isSecretLine);
  const name = key.replace(/([a-z\d])([A-Z])/g, '$1-$2');
  return !PUBLIC.test(name) && !isPlaceholderValue(written) && mayBeSecret(content ?? written);
}

/** A line such as `password = hunter2` of a file: many Secrets hold files of settings, with secrets in them or without. */
function isSecretLine(line: string): boolean {
  const [, name, value] = /^[\s-]*["']?([\w.-]+)["']?\s*[:=]\s*["']?([^"'\s#,]+)/.exec(line) ?? [];
  return name !== undefined && value !== undefined && !isUnresolved(value) && isSecretVariable(name, value);
}

/** Turns the object into an ExternalSecret that fetches the same keys from the only store that the workspace has. */
function conversion(resource: Resource, values: readonly SecretValue[], workspace: WorkspaceView): Fix | undefined {
  const { node, name } = resource;
  const store = onlyStore(resource, workspace);
  const [apiVersion, kind, type, data, stringData] = ['apiVersion', 'kind', 'type', 'data', 'stringData'].map(key => node.get(key));
  const written = data ?? stringData;
  if (store === undefined || name === '' || apiVersion === undefined || kind === undefined || written === undefined) return undefined;
  const isPlain = type === undefined || type.text === 'Opaque';
  const lines = [
    'spec:',
    '  secretStoreRef:',
    `    kind: ${store.object.kind}`,
    `    ${entryLine('name', store.object.name)}`,
    ...(isPlain ? [] : ['  target:', '    template:', `      ${entryLine('type', type.text ?? '')}`]),
    '  data:',
    ...values.flatMap(({ key }) => [
      `    - ${entryLine('secretKey', key)}`,
      '      remoteRef:',
      `        ${entryLine('key', name)}`,
      `        ${entryLine('property', key)}`,
    ]),
  ];
  return fix(
    `Make it an ExternalSecret that reads from ${store.object.kind} "${store.object.name}"`,
    'unsafe',
    replaceScalar(apiVersion, store.object.apiVersion),
    replaceScalar(kind, 'ExternalSecret'),
    ...(type === undefined ? [] : [removeEntry(type)]),
    replaceEntry(written, lines),
    ...(data !== undefined && stringData !== undefined ? [removeEntry(stringData)] : []),
  );
}

function onlyStore(resource: Resource, workspace: WorkspaceView): ObjectFact | undefined {
  const stores = [
    ...workspace.objects('workspace', 'SecretStore', namespaceIn(workspace, resource)),
    ...workspace.objects('workspace', 'ClusterSecretStore', undefined),
  ].filter(({ object }) => object.apiVersion.startsWith('external-secrets.io/') && object.name !== '');
  const names = new Set(stores.map(({ object }) => `${object.kind}/${object.name}`));
  return names.size === 1 ? stores[0] : undefined;
}
