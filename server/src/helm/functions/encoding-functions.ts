import { bytesOfText, textOfBytes } from '../../gotemplate/bytes.js';
import { derivedOrigin } from '../../gotemplate/origin.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { aliasesOf, type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoList, GoMap, type Value } from '../../gotemplate/value.js';
import { typeOf } from '../../gotemplate/value-type.js';
import { decodeBase64, encodeBase64 } from '../../text/base64.js';
import { decodeBase32, encodeBase32 } from '../encoding/base32.js';
import { adler32, digestOf } from '../encoding/digests.js';
import { type JsonResult, readJson } from '../encoding/read-json.js';
import { readToml } from '../encoding/read-toml.js';
import { readYaml } from '../encoding/read-yaml.js';
import { parseUrl, urlText } from '../encoding/url.js';
import { writeJson } from '../encoding/write-json.js';
import { writeToml } from '../encoding/write-toml.js';
import { writeYaml } from '../yaml-output/write-yaml.js';
import { textAt } from './conversions.js';

/** Functions that read and write formats: YAML, JSON, TOML, Base64, addresses; and digests. */
export const ENCODING_FUNCTIONS: readonly TemplateFunction[] = [
  ...writers('toYaml', value => writeYaml(value, 'usual')),
  templateFunction('toYamlPretty', ['any'], (context, value) => {
    const text = orEmpty(value, () => writeYaml(value, 'pretty'));
    context.spend(Math.ceil(text.length / 20));
    return text;
  }),
  ...writers('toJson', value => writeJson(value)),
  ...writers('toRawJson', value => writeJson(value, { escapesHtml: false })),
  ...writers('toPrettyJson', value => writeJson(value, { indent: '  ' })),
  templateFunction('toToml', ['any'], (_, value) => {
    try {
      return writeToml(value);
    } catch (error) {
      if (error instanceof FunctionError && value.data !== null) return TracedText.of(error.message, derivedOrigin(value.origin));
      throw error;
    }
  }),
  templateFunction('fromYaml', ['text'], (_, text) => mapOrError(text, readYaml(text), YAML_CONTEXT)),
  templateFunction('fromYamlArray', ['text'], (_, text) => listOrError(text, readYaml(text), YAML_CONTEXT)),
  templateFunction('fromJson', ['text'], (_, text) => mapOrError(text, readJson(text), '')),
  templateFunction('fromJsonArray', ['text'], (_, text) => listOrError(text, readJson(text), '')),
  templateFunction('mustFromJson', ['text'], (_, text) => {
    const result = readJson(text);
    if ('error' in result) throw new FunctionError(result.error);
    return result.value;
  }),
  templateFunction('fromToml', ['text'], (_, text) => mapOrError(text, readToml(text), '')),
  templateFunction('b64enc', ['text'], (_, text) => derived(text, encodeBase64(bytesOfText(text.text)))),
  templateFunction('b64dec', ['text'], (_, text) => derived(text, decoded(decodeBase64(text.text)))),
  templateFunction('b32enc', ['text'], (_, text) => derived(text, encodeBase32(bytesOfText(text.text)))),
  templateFunction('b32dec', ['text'], (_, text) => derived(text, decoded(decodeBase32(text.text)))),
  templateFunction('sha1sum', ['text'], (_, text) => derived(text, digestOf('sha1', bytesOfText(text.text)))),
  templateFunction('sha256sum', ['text'], (_, text) => derived(text, digestOf('sha256', bytesOfText(text.text)))),
  templateFunction('sha512sum', ['text'], (_, text) => derived(text, digestOf('sha512', bytesOfText(text.text)))),
  templateFunction('adler32sum', ['text'], (_, text) => derived(text, String(adler32(bytesOfText(text.text))))),
  templateFunction('urlParse', ['text'], (_, text) => parsedUrl(text)),
  templateFunction('urlJoin', ['map'], (_, map) => joinedUrl(map)),
];

/** A writer with and without `must`: without it, what cannot be written is empty. */
function writers(name: string, write: (value: Value) => TracedText): TemplateFunction[] {
  const must = templateFunction(`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, ['any'], (context, value) => {
    const text = write(value);
    context.spend(Math.ceil(text.length / 20));
    return text;
  });
  const lenient = templateFunction(name, ['any'], (context, value) => {
    const text = orEmpty(value, () => write(value));
    context.spend(Math.ceil(text.length / 20));
    return text;
  });
  return [lenient, ...aliasesOf(must, must.name)];
}

function orEmpty(value: Value, write: () => TracedText): TracedText {
  try {
    return write();
  } catch (error) {
    if (error instanceof FunctionError) return TracedText.of('', derivedOrigin(value.origin));
    throw error;
  }
}

/** One origin for all of a text that was computed from another. */
function derived(from: TracedText, text: string): TracedText {
  return TracedText.of(text, derivedOrigin(from.origin));
}

/** The text that was encoded, or why it cannot be decoded: Sprig prints that in its place. */
function decoded(result: Uint8Array | string): string {
  return typeof result === 'string' ? result : textOfBytes(result);
}

const YAML_CONTEXT = 'error unmarshaling JSON: while decoding JSON: ';

/** The map that a text holds; one with the key `Error` if it holds none. */
function mapOrError(text: TracedText, result: JsonResult, context: string): Value {
  if ('error' in result) return { data: errorMap(text, result.error), origin: text.origin };
  const { value } = result;
  if (value.data instanceof GoMap) return value;
  if (value.data === null) return { data: new GoMap(), origin: text.origin };
  return { data: errorMap(text, `${context}${cannotUnmarshal(value, 'map[string]interface {}')}`), origin: text.origin };
}

function errorMap(text: TracedText, message: string): GoMap {
  return new GoMap().set('Error', { data: derived(text, message), origin: derivedOrigin(text.origin) });
}

/** The list that a text holds; one with an error as its item if it holds none. */
function listOrError(text: TracedText, result: JsonResult, context: string): Value {
  if (!('error' in result)) {
    if (result.value.data instanceof GoList) return result.value;
    if (result.value.data === null) return { data: new GoList([]), origin: text.origin };
  }
  const message = 'error' in result ? result.error : `${context}${cannotUnmarshal(result.value, '[]interface {}')}`;
  return { data: new GoList([{ data: derived(text, message), origin: derivedOrigin(text.origin) }]), origin: text.origin };
}

function cannotUnmarshal({ data }: Value, type: string): string {
  const kind =
    data instanceof GoList
      ? 'array'
      : data instanceof GoMap
        ? 'object'
        : data instanceof TracedText
          ? 'string'
          : typeof data === 'boolean'
            ? 'bool'
            : 'number';
  return `json: cannot unmarshal ${kind} into Go value of type ${type}`;
}

const URL_PARTS = ['scheme', 'host', 'path', 'query', 'opaque', 'fragment', 'userinfo'] as const;

function parsedUrl(text: TracedText): Value {
  const url = parseUrl(text.text);
  if (typeof url === 'string') throw new FunctionError(`unable to parse url: ${url}`);
  const hostname = url.host.replace(/:[0-9]*$/, '').replace(/^\[(.*)\]$/, '$1');
  const map = new GoMap();
  for (const [name, part] of [...URL_PARTS.map(key => [key, url[key]] as const), ['hostname', hostname] as const]) {
    const start = part === '' ? -1 : text.text.indexOf(part);
    const value = start === -1 ? derived(text, part) : text.slice(start, start + part.length);
    map.set(name, { data: value, origin: value.origin });
  }
  return { data: map, origin: text.origin };
}

function joinedUrl(map: Value & { readonly data: GoMap }): TracedText {
  for (const name of URL_PARTS) {
    const data = map.data.get(name)?.data;
    if (data !== undefined && !(data instanceof TracedText)) {
      throw new FunctionError(`unable to parse ${name} key, must be of type string, but ${typeOf(data)} found`);
    }
  }
  const userinfo = textAt(map.data, 'userinfo');
  const user = parseUrl(`proto://${userinfo}@host`);
  if (typeof user === 'string') throw new FunctionError(`unable to parse userinfo in dict: ${user}`);
  const part = (name: string) => textAt(map.data, name);
  const text = urlText({
    scheme: part('scheme'),
    opaque: part('opaque'),
    userinfo,
    host: part('host'),
    path: part('path'),
    query: part('query'),
    fragment: part('fragment'),
  });
  return TracedText.of(text, derivedOrigin(map.origin ?? map.data.get('host')?.origin));
}
