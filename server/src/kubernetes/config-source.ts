import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';
import { groupOf, isKind, type Resource } from './resource.js';
import { isUnresolved, literalText } from './unresolved-text.js';

/** A ConfigMap or Secret that an object is, or makes in the cluster. */
export interface ConfigSource {
  readonly kind: 'ConfigMap' | 'Secret';
  /** Of what is made; `''` while it is not written. */
  readonly name: string;
  /** Whether a controller makes it. */
  readonly generated: boolean;
  /** Whether it can only be replaced by one with another name. */
  readonly immutable: boolean;
  /** `undefined` where the keys cannot be known. */
  readonly keys: readonly string[] | undefined;
  /** Literal values of a ConfigMap, by key. */
  readonly values: Readonly<Record<string, string>>;
}

/** The ConfigMaps and Secrets that a resource is or makes: itself, or what External Secrets, Sealed Secrets, cert-manager and CSI make of it. */
export function configSourcesOf(resource: Resource): ConfigSource[] {
  if (isKind(resource, '', 'ConfigMap')) return [configMapOf(resource)];
  if (isKind(resource, '', 'Secret')) return [secretOf(resource)];
  const maker = MAKERS.get(`${groupOf(resource.apiVersion)}/${resource.kind}`);
  return maker?.(resource) ?? [];
}

const MAKERS: ReadonlyMap<string, (resource: Resource) => ConfigSource[]> = new Map([
  ['external-secrets.io/ExternalSecret', externalSecret],
  ['bitnami.com/SealedSecret', sealedSecret],
  ['cert-manager.io/Certificate', certificate],
  ['secrets-store.csi.x-k8s.io/SecretProviderClass', secretProviderClass],
  ['isindir.github.com/SopsSecret', sopsSecret],
  ['secrets.hashicorp.com/VaultStaticSecret', vaultSecret],
  ['secrets.hashicorp.com/VaultDynamicSecret', vaultSecret],
  ['onepassword.com/OnePasswordItem', resource => [madeSecret(resource.name, undefined)]],
]);

function configMapOf(resource: Resource): ConfigSource {
  const data = resource.node.get('data');
  const values = (data?.entries() ?? []).flatMap(([key, value]) => {
    const text = literalText(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  return {
    kind: 'ConfigMap',
    name: resource.name,
    generated: false,
    immutable: isImmutable(resource.node),
    keys: knownKeys([...keysOf(data), ...keysOf(resource.node.get('binaryData'))]),
    values: Object.fromEntries(values),
  };
}

function secretOf({ node, name }: Resource): ConfigSource {
  const keys = [...keysOf(node.get('data')), ...keysOf(node.get('stringData'))];
  // A token is filled in by a controller.
  const isFilledLater = node.get('type')?.text === 'kubernetes.io/service-account-token';
  const known = isFilledLater ? undefined : knownKeys(keys);
  return { kind: 'Secret', name, generated: false, immutable: isImmutable(node), keys: known, values: {} };
}

function isImmutable(node: YamlNode): boolean {
  return node.get('immutable')?.value === true;
}

function externalSecret({ node, name }: Resource): ConfigSource[] {
  const target = node.find('spec', 'target');
  const template = target?.get('template');
  const data = mapsOf(node.find('spec', 'data')).map(item => literalText(item.get('secretKey')));
  const isOpen = node.find('spec', 'dataFrom') !== undefined || template?.get('templateFrom') !== undefined;
  const templated = template?.get('data') === undefined ? undefined : keysOf(template.get('data'));
  const merged = template?.get('mergePolicy')?.text === 'Merge' ? [...data, ...(templated ?? [])] : (templated ?? data);
  const isTemplatedOnly = templated !== undefined && template?.get('templateFrom') === undefined;
  const keys = (isOpen && !isTemplatedOnly) || merged.includes(undefined) ? undefined : merged.filter(key => key !== undefined);
  return [madeSecret(target?.get('name')?.text ?? name, keys)];
}

function sealedSecret({ node, name }: Resource): ConfigSource[] {
  const template = node.find('spec', 'template');
  const encrypted = node.find('spec', 'encryptedData');
  const keys = [...keysOf(encrypted), ...keysOf(template?.get('data'))];
  return [madeSecret(template?.find('metadata', 'name')?.text ?? name, encrypted?.kind === 'map' ? keys : undefined)];
}

function certificate({ node }: Resource): ConfigSource[] {
  const name = node.find('spec', 'secretName')?.text;
  const isPlain = node.find('spec', 'keystores') === undefined && node.find('spec', 'additionalOutputFormats') === undefined;
  return name === undefined ? [] : [madeSecret(name, isPlain ? ['tls.crt', 'tls.key', 'ca.crt'] : undefined)];
}

function secretProviderClass({ node }: Resource): ConfigSource[] {
  return mapsOf(node.find('spec', 'secretObjects')).map(object => {
    const keys = mapsOf(object.get('data')).map(item => literalText(item.get('key')));
    return madeSecret(object.get('secretName')?.text ?? '', keys.includes(undefined) ? undefined : keys.filter(key => key !== undefined));
  });
}

function sopsSecret({ node }: Resource): ConfigSource[] {
  return mapsOf(node.find('spec', 'secretTemplates')).map(template =>
    madeSecret(template.get('name')?.text ?? '', [...keysOf(template.get('stringData')), ...keysOf(template.get('data'))]),
  );
}

function vaultSecret({ node, name }: Resource): ConfigSource[] {
  return [madeSecret(node.find('spec', 'destination', 'name')?.text ?? name, undefined)];
}

function madeSecret(name: string, keys: readonly string[] | undefined): ConfigSource {
  return { kind: 'Secret', name, generated: true, immutable: false, keys, values: {} };
}

/** `undefined` where a key is filled in later: then there may be any. */
function knownKeys(keys: readonly string[]): readonly string[] | undefined {
  return keys.some(isUnresolved) ? undefined : keys;
}

function keysOf(map: YamlNode | undefined): string[] {
  return (map?.entries() ?? []).map(([key]) => key);
}
