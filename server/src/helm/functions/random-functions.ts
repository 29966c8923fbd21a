import { textOfBytes } from '../../gotemplate/bytes.js';
import { FunctionError } from '../../gotemplate/template-error.js';
import { type CallContext, type TemplateFunction, templateFunction, variadicFunction } from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { type GoList, GoObject, Int, makeValue, type Value } from '../../gotemplate/value.js';
import { decodeBase64 } from '../../text/base64.js';
import { PLACEHOLDER, placeholderText } from './placeholder.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const PUNCTUATION = '!#%()*+,-./:;=?@_';

/**
 * Functions whose results are random, or secret, or take long to compute. Here they always give the same text of the right form and
 * length, which is marked as a placeholder.
 */
export const RANDOM_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('randAlphaNum', ['int'], (context, count) => characters(context, LETTERS + DIGITS, count)),
  templateFunction('randAlpha', ['int'], (context, count) => characters(context, LETTERS, count)),
  templateFunction('randNumeric', ['int'], (context, count) => characters(context, DIGITS, count)),
  templateFunction('randAscii', ['int'], (context, count) => characters(context, LETTERS + DIGITS + PUNCTUATION, count)),
  templateFunction('randBytes', ['int'], (context, count) => {
    const length = Math.ceil(Math.max(0, count) / 3) * 4;
    return characters(context, LETTERS + DIGITS, length);
  }),
  templateFunction('randInt', ['int', 'int'], (_, low, high) => {
    if (high <= low) throw new FunctionError('invalid argument to Intn');
    return { data: new Int(low), origin: PLACEHOLDER };
  }),
  templateFunction('uuidv4', [], () => placeholderText('00000000-0000-4000-8000-000000000000')),
  templateFunction('bcrypt', ['text'], () => placeholderText(BCRYPT)),
  templateFunction('htpasswd', ['text', 'text'], (_, name) => {
    return name.text.includes(':') ? TracedText.of(`invalid username: ${name.text}`) : placeholderText(`${name.text}:${BCRYPT}`);
  }),
  templateFunction('derivePassword', ['int', 'text', 'text', 'text', 'text'], (context, _counter, kind) => {
    const length = PASSWORD_LENGTHS[kind.text];
    return length === undefined
      ? TracedText.of(`cannot find password template ${kind.text}`)
      : characters(context, LETTERS + DIGITS, length);
  }),
  templateFunction('encryptAES', ['text', 'text'], (context, _password, text) => {
    return characters(context, LETTERS + DIGITS, Math.ceil((32 + 16 * Math.floor(text.length / 16)) / 3) * 4);
  }),
  templateFunction('decryptAES', ['text', 'text'], (_, _password, text) => {
    const bytes = decodeBase64(text.text);
    if (typeof bytes === 'string') throw new FunctionError(bytes);
    return placeholderText('decrypted');
  }),
  templateFunction('genPrivateKey', ['text'], (_, kind) => {
    const name = KEY_NAMES[kind.text];
    return name === undefined ? TracedText.of(`Unknown type ${kind.text}`) : placeholderText(pem(name));
  }),
  templateFunction('genCA', ['text', 'int'], () => certificate()),
  templateFunction('genCAWithKey', ['text', 'int', 'text'], (_, _name, _days, key) => certificate(key)),
  templateFunction('genSelfSignedCert', ['text', 'list', 'list', 'int'], (_, _name, addresses) => checked(addresses.data)),
  templateFunction('genSelfSignedCertWithKey', ['text', 'list', 'list', 'int', 'text'], (_, _name, addresses, _names, _days, key) => {
    return checked(addresses.data, key);
  }),
  templateFunction('genSignedCert', ['text', 'list', 'list', 'int', 'any'], (_, _name, addresses) => checked(addresses.data)),
  variadicFunction(
    'genSignedCertWithKey',
    ['text', 'list', 'list', 'int', 'any', 'text'],
    'any',
    (_, _name, addresses, _names, _days, _ca, key) => {
      return checked(addresses.data, key);
    },
  ),
  templateFunction('buildCustomCert', ['text', 'text'], (_, encoded, key) => builtCertificate(encoded, key)),
];

const BCRYPT = `$2a$10$${'A'.repeat(53)}`;
const PASSWORD_LENGTHS: Readonly<Record<string, number>> = { maximum: 20, long: 14, medium: 8, short: 4, basic: 8, pin: 4 };
const KEY_NAMES: Readonly<Record<string, string>> = {
  '': 'RSA PRIVATE KEY',
  rsa: 'RSA PRIVATE KEY',
  dsa: 'DSA PRIVATE KEY',
  ecdsa: 'EC PRIVATE KEY',
  ed25519: 'PRIVATE KEY',
};

function characters(context: CallContext, alphabet: string, count: number): TracedText {
  const length = Math.max(0, count);
  context.spend(Math.ceil(length / 100));
  return placeholderText(alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length));
}

function pem(name: string): string {
  return `-----BEGIN ${name}-----\n${'A'.repeat(64)}\n-----END ${name}-----\n`;
}

function certificate(key?: TracedText): Value {
  return certificateOf(placeholderText(pem('CERTIFICATE')), key ?? placeholderText(pem('RSA PRIVATE KEY')));
}

function certificateOf(content: TracedText, key: TracedText): Value {
  const fields = new Map([
    ['Cert', makeValue(content, content.origin)],
    ['Key', makeValue(key, key.origin)],
  ]);
  return makeValue(new GoObject({ type: 'sprig.certificate', fields }), PLACEHOLDER);
}

/** A certificate for addresses, all of which must be some. */
function checked(addresses: GoList, key?: TracedText): Value {
  for (const { data } of addresses.items) {
    if (!(data instanceof TracedText)) throw new FunctionError(`error parsing ip: ${String(data)} is not a string`);
    if (!/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/.test(data.text))
      throw new FunctionError(`error parsing ip: ${data.text}`);
  }
  return certificate(key);
}

function builtCertificate(encoded: TracedText, key: TracedText): Value {
  const content = decodeBase64(encoded.text);
  if (typeof content === 'string') throw new FunctionError('unable to decode base64 certificate');
  const secret = decodeBase64(key.text);
  if (typeof secret === 'string') throw new FunctionError('unable to decode base64 private key');
  return certificateOf(TracedText.of(textOfBytes(content), encoded.origin), TracedText.of(textOfBytes(secret), key.origin));
}
