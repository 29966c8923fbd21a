import { sha256 } from '@noble/hashes/sha2.js';
import { type BuiltMap, type BuiltNode, findNode, mapEntries, textOf } from './built-node.js';

/** The hash that kustomize puts behind the name of a generated ConfigMap or Secret: a change of its content gives it a new name. */
export function contentHash(object: BuiltMap): string {
  const digest = sha256(new TextEncoder().encode(contentOf(object)));
  const hexadecimal = Array.from(digest.slice(0, 5), byte => byte.toString(16).padStart(2, '0')).join('');
  return hexadecimal.replace(/[013ae]/g, digit => LETTERS[digit] ?? digit);
}

/** So that no word is spelled by chance. */
const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** JSON with sorted keys. The name is always empty: kustomize looks for it where it never is. */
function contentOf(object: BuiltMap): string {
  const isSecret = textOf(findNode(object, 'kind')) === 'Secret';
  const json = (key: string) => (object.entries.has(key) ? jsonOf(findNode(object, key)) : '""');
  const optional = (key: string) => (findNode(object, key)?.kind === 'map' ? `"${key}":${json(key)},` : '');
  if (isSecret) return `{"data":${json('data')},"kind":"Secret","name":"",${optional('stringData')}"type":${json('type')}}`;
  return `{${optional('binaryData')}"data":${json('data')},"kind":"ConfigMap","name":""}`;
}

function jsonOf(node: BuiltNode | undefined): string {
  if (node?.kind === 'sequence') return `[${node.items.map(jsonOf).join(',')}]`;
  if (node?.kind === 'map') {
    const sorted = [...mapEntries(node)].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, value]) => `${jsonText(key)}:${jsonOf(value)}`).join(',')}}`;
  }
  if (node === undefined || node.type === 'null') return 'null';
  return node.type === 'text' ? jsonText(node.text) : node.text;
}

/** As Go writes it: with the characters that HTML knows escaped. */
function jsonText(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
