/** The part of an image reference that stands for something to be filled in; `undefined` for references that may be meant. */
export function placeholderInImage(text: string): string | undefined {
  const [bracketed] = /<[^>]*>/.exec(text) ?? [];
  const parts = text
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .split('/');
  return bracketed ?? parts.find((part, index) => (index === 0 && isPlaceholderRegistry(part)) || WORD.test(part) || CAPITALS.test(part));
}

/** Whether a host name is one of those reserved for documentation, or asks to be replaced. */
export function isPlaceholderHost(host: string): boolean {
  return (
    /<[^>]*>/.test(host) || RESERVED.test(host) || /(?:^|\.)(?:your|my)[-_]?(?:domain|host|company)\b|^chart-example\.local$/i.test(host)
  );
}

/** Names of RFC 2606. */
const RESERVED = /(?:^|\.)example(?:\.(?:com|org|net))?$/i;
const THINGS = 'registry|repo|repository|org|organi[sz]ation|company';
const WORD = new RegExp(
  `^(?:your[-_].+|your(?:${THINGS}|image|name|user(?:name)?|app|project|account)|my[-_]?(?:${THINGS})(?:[-_.:].*)?|.*(?:change|replace)[-_]?me.*|username)$`,
  'i',
);
/** `PROJECT_ID`: no image can be called that. */
const CAPITALS = /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*$/;

function isPlaceholderRegistry(part: string): boolean {
  const host = part.replace(/:\d+$/, '');
  // The account that the documentation of AWS uses.
  return host.includes('.') && (isPlaceholderHost(host) || host.startsWith('123456789012.dkr.ecr.') || WORD.test(host));
}
