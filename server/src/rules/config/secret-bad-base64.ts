import { isPlaceholderValue } from '../../kubernetes/secret-text.js';
import { decodedText, isEncryptedBySops, type SecretValue, secretValuesOf } from '../../kubernetes/secret-value.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { decodeBase64, encodeBase64 } from '../../text/base64.js';
import { isExample } from '../../workspace/example-files.js';
import { pointAtKey } from '../../yaml/point-at.js';
import { entryLine } from '../../yaml/scalar-text.js';
import { removeEntry, replaceScalar, setIn } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const secretBadBase64 = defineRule({
  id: 'config/secret-bad-base64',
  title: 'Secret whose data is not base64, or not the base64 that was meant',
  severity: 'error',
  rejected: 'api-server',
  release: 1,
  sop: ['S4.0/4'],
  why: `The values below \`data\` of a Secret are base64: the API server rejects the object if one is not. A line break at the end comes from
\`echo\` without \`-n\` and is a part of the password then; a value that was encoded twice reaches the program still encoded.`,
  remedy: `Write plain text below \`stringData\`, or encode with \`printf %s … | base64\`.`,
  fixSafety: `The program may expect the line break, or a value that is base64 itself.`,
  on: 'resource',

  *check(resource, { workspace }) {
    const values = secretValuesOf(resource)?.filter(({ field }) => field === 'data');
    if (values === undefined) yield notApplicable('It is no Secret.');
    else if (isExample(workspace.path)) yield notApplicable('It is an example, or a test.');
    else if (values.length === 0) yield notApplicable('It has no data.');
    else if (isEncryptedBySops(resource)) yield unknown('SOPS has encrypted its values.');
    else for (const value of values) yield judge(value, resource.node);
  },
});

function judge({ key, node, content }: SecretValue, object: YamlNode): Outcome {
  const text = node.text ?? '';
  if (isUnresolved(text)) return unknown(`The value of "${key}" is filled in later.`);
  if (typeof node.value !== 'string') {
    const what = typeof node.value === 'number' ? 'a number' : 'a boolean';
    return rejected(key, node, `is ${what}, and has to be text in base64`, asText(node, key, object));
  }
  if (typeof decodeBase64(text) === 'string')
    return isPlaceholderValue(text)
      ? unknown(`The value of "${key}" is a placeholder.`)
      : rejected(key, node, 'is not base64', asText(node, key, object));
  if (content === undefined) return satisfied();
  return endsInLineBreak(key, node, content) ?? encodedTwice(key, node, content) ?? satisfied();
}

function rejected(key: string, node: YamlNode, what: string, fix: Fix | undefined): Outcome {
  const message = `The value of "${key}" ${what}: the API server rejects the Secret.`;
  return violated({ span: pointAtKey(node), message, fixes: [fix] });
}

/** Moves a value to where plain text belongs. */
function asText(node: YamlNode, key: string, object: YamlNode): Fix | undefined {
  const { text, style } = node;
  if (text === undefined || style === 'literal' || style === 'folded' || object.find('stringData', key) !== undefined) return undefined;
  const line = entryLine(key, text);
  const edits = [removeEntry(node), setIn(object, ['stringData'], [line])].filter(edit => edit !== undefined);
  return edits.length < 2 ? undefined : { title: `Move "${key}" to stringData, as plain text`, safety: 'unsafe', edits };
}

/** Text on one line with a line break behind it: files such as certificates have several lines, and end with one. */
function endsInLineBreak(key: string, node: YamlNode, content: string): Outcome | undefined {
  const plain = content.replace(/[\r\n]+$/, '');
  if (plain === content || plain === '' || /[\r\n]/.test(plain) || isFile(key)) return undefined;
  const encoded = encodeBase64(Uint8Array.from(plain, character => character.charCodeAt(0)));
  return doubtful(
    node,
    `The value of "${key}" ends in a line break, which is a part of it then.`,
    'Encode it without the line break',
    encoded,
  );
}

function encodedTwice(key: string, node: YamlNode, content: string): Outcome | undefined {
  const once = content.replace(/[\r\n]+/g, '');
  // Short words such as "password" are base64 as well, but not of text.
  const isText = once.length >= 8 && (decodedText(once)?.length ?? 0) > 0;
  return isText ? doubtful(node, `The value of "${key}" looks as if it was encoded twice.`, 'Encode it once only', once) : undefined;
}

function doubtful(node: YamlNode, message: string, title: string, encoded: string): Outcome {
  const edit = replaceScalar(node, encoded);
  const fixes: Fix[] = edit === undefined ? [] : [{ title, safety: 'unsafe', edits: [edit] }];
  return violated({ span: pointAtKey(node), severity: 'information', message, fixes });
}

/** Whether a key is the name of a file, whose last line ends as lines of files do. */
function isFile(key: string): boolean {
  return key.includes('.') || /^(?:id_\w+|known_hosts|authorized_keys|htpasswd|auth|users)$/.test(key);
}
