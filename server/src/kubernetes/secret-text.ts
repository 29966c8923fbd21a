/** What a text surely is by its form: words for a message, e.g. `a GitHub token`. `undefined` for anything else. */
export function credentialIn(text: string): string | undefined {
  return CREDENTIALS.find(([pattern]) => pattern.test(text) && !/EXAMPLE|(?:x{8}|X{8}|0{12})/.test(text))?.[1];
}

/**
 * Whether a variable holds a secret, by its name and what its value looks like. Of the name the last word counts, as in English: `TOKEN_TTL`
 * is a duration, `SECRET_NAME` a name, `PASSWORD_FILE` a path. Names that say less ask for more of the value.
 */
export function isSecretVariable(name: string, value: string): boolean {
  const words = wordsOf(name);
  const [last = '', before = ''] = [words.at(-1), words.at(-2)];
  if (!mayBeSecret(value) || NOT_SECRETS_TOGETHER.has(`${before} ${last}`)) return false;
  if (/^(?:secret|credential)s?$/.test(last)) return !OBJECT_NAME.test(value);
  if (SECRET_WORDS.has(last)) return true;
  if (ABBREVIATIONS.has(last)) return before !== '';
  return last === 'key' && KEYS.has(before) && RANDOM.test(value);
}

/** Whether a text is an address with a password in it: `scheme://user:password@host`. */
export function hasPasswordInAddress(text: string): boolean {
  const [, user, password] = /^[a-z][a-z0-9+.-]*:\/\/([^\s:@/]*):([^\s@/]+)@[^\s/@]+/i.exec(text.trim()) ?? [];
  return password !== undefined && password !== user && mayBeSecret(password) && !/^(?:pass(?:word)?|pw)$/i.test(password);
}

const CREDENTIALS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bxox[abeoprs]-[0-9A-Za-z-]{20,}/, 'a Slack token'],
  [/\b[rs]k_live_[0-9A-Za-z]{20,}\b/, 'a Stripe key'],
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/, 'a private key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/, 'a JSON Web Token'],
];

const SECRET_WORDS = new Set([
  ...['password', 'passwords', 'passwd', 'passphrase', 'secret', 'secrets', 'token', 'tokens', 'credential', 'credentials'],
  ...['apikey', 'secretkey', 'privatekey', 'accesskey', 'authtoken', 'accesstoken', 'rootpassword', 'dbpassword', 'userpassword'],
]);
const NOT_SECRETS_TOGETHER = new Set([
  ...['stop token', 'eos token', 'bos token', 'pad token', 'unk token', 'max tokens', 'image secret', 'pull secret', 'tls secret'],
  ...['pull secrets', 'token token', 'automount token', 'cancellation token', 'mask token', 'cls token', 'sep token'],
]);
const ABBREVIATIONS = new Set(['pass', 'pwd', 'pw']);
const KEYS = new Set([
  ...['api', 'secret', 'access', 'private', 'encryption', 'signing', 'master', 'auth', 'license', 'session', 'hmac', 'aes', 'webhook'],
  ...['account', 'storage', 'service', 'shared', 'cookie', 'jwt', 'app', 'client', 'admin', 'crypt', 'cipher'],
]);

/** `web-tls`: more likely the name of a Secret than a secret. */
const OBJECT_NAME = /^[a-z]+(?:-[a-z0-9]+)+$/;
/** Letters and digits in disorder. */
const RANDOM = /^(?=.*\d)(?=.*[A-Za-z])[\w+/=.~-]{12,}$/;

const PLACEHOLDERS: readonly RegExp[] = [
  /^[<[{(].*[>\]})]$|^%.*%$|^__.*__$|^@.*@$/,
  /\b(?:change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)?|your|my|todo|fixme|example|sample|dummy|fake|placeholder|redacted|insert|fill[-_ ]?in|tbd)\b/i,
  /(?:^|[-_ ])(?:change|replace|your|my|todo|example|sample|dummy|fake|placeholder|redacted|here)(?:[-_ ]|$)/i,
  /^(?:your|my)[-_ ]?\w+$/i,
  /^[A-Z][A-Z_]*$/,
  /^(?:(.)\1*|x+|\*+|\.+|-+|_+)$/i,
];

const NOT_SECRETS: readonly RegExp[] = [
  // Switches, numbers, durations.
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|default|auto|optional|required|unset|empty)$/i,
  /^[-+]?[\d.,]+(?:ns|us|ms|s|m|h|d|[kmg]i?b?)?$/i,
  ...PLACEHOLDERS,
  // Paths, addresses, references into a store of secrets.
  /^(?:~|\.{0,2})\/|^file:|^[A-Za-z]:\\/,
  /\.(?:pem|key|crt|cert|json|ya?ml|txt|env|properties|jks|p12|pfx|conf|toml|ini)$/i,
  /^[a-z][a-z0-9+.-]*:\/\//i,
  /^(?:arn:|vault:|bao:|secret:|secrets:|ref\+|op:|sm:|ssm:|gcp:|azurekv|akv|sops:|enc\[|sealed:|ssh-(?:rsa|ed25519) |\{cipher\}|projects\/)/i,
  /^secret\/|\/secrets?\//,
  // Names of what holds the secret.
  /[-_.](?:secrets?|credentials?|creds|tls|token|password|cert|config|keyring|ref)$/i,
];

/** Whether a text stands for a value that is filled in by hand or by another program. */
export function isPlaceholderValue(text: string): boolean {
  const trimmed = text.trim();
  return /\$\w|@@|__\w+__|%\w+%/.test(trimmed) || PLACEHOLDERS.some(pattern => pattern.test(trimmed));
}

/** Whether a text may be a secret by itself: no placeholder, switch, number, path, address, or name of what holds the secret. */
export function mayBeSecret(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && !NOT_SECRETS.some(pattern => pattern.test(trimmed));
}

/** `DB_PASSWORD`, `dbPassword`, `db.password`, `DB_PASSWORD_2`: `db`, `password`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/[-_.]?\d+$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(word => word !== '');
}
