import { decodeBase64 } from '../text/base64.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { isKind, type Resource } from './resource.js';

/** One value of a Secret. */
export interface SecretValue {
  readonly key: string;
  readonly node: YamlNode;
  readonly field: 'data' | 'stringData';
  /** As the API server stores it, as text; `undefined` if it is not base64, or not text in ASCII. */
  readonly content: string | undefined;
}

/** The values of a Secret as written, empty ones left out; `undefined` for other objects. */
export function secretValuesOf(resource: Resource): SecretValue[] | undefined {
  if (!isKind(resource, '', 'Secret')) return undefined;
  return [...valuesIn(resource, 'data'), ...valuesIn(resource, 'stringData')];
}

/** Whether SOPS has encrypted the values of an object. */
export function isEncryptedBySops({ node }: Resource): boolean {
  return node.get('sops')?.kind === 'map';
}

/** The text in ASCII that base64 stands for; `undefined` if it stands for something else, or is none. */
export function decodedText(base64: string): string | undefined {
  const bytes = decodeBase64(base64);
  if (typeof bytes === 'string' || bytes.some(byte => byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)))
    return undefined;
  return Array.from(bytes, byte => String.fromCharCode(byte)).join('');
}

function valuesIn({ node }: Resource, field: SecretValue['field']): SecretValue[] {
  return (node.get(field)?.entries() ?? []).flatMap(([key, value]) => {
    const { text } = value;
    if (text === undefined || text.trim() === '') return [];
    return [{ key, node: value, field, content: field === 'data' ? decodedText(text) : text }];
  });
}
