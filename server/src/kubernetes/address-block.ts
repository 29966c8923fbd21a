/** A range of IP addresses: what a CIDR block holds, or one address. */
export interface AddressBlock {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads `10.0.0.0/8`, `10.0.0.1`, `fd00::/8`; `undefined` for other texts. Bits behind the prefix do not count, as for Kubernetes. */
export function addressBlockOf(text: string): AddressBlock | undefined {
  const [, address = '', prefix] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = address.includes(':') ? 6 : 4;
  const bits = version === 6 ? 128 : 32;
  const number = version === 6 ? numberOfVersion6(address) : numberOfVersion4(address);
  const length = prefix === undefined ? bits : Number(prefix);
  if (number === undefined || length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const first = (number / size) * size;
  return { version, first, last: first + size - 1n };
}

/** Whether all addresses of `inner` are in `outer`. */
export function holdsAddresses(outer: AddressBlock, inner: AddressBlock): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two blocks have an address in common. */
export function shareAddresses(a: AddressBlock, b: AddressBlock): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

/** Whether a block has addresses that clusters give to Pods, Services and listeners of nodes. */
export function mayHoldPods(block: AddressBlock): boolean {
  return PRIVATE_BLOCKS.some(other => other !== undefined && shareAddresses(block, other));
}

const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '::/0'].map(addressBlockOf);

function numberOfVersion4(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || Math.max(...parts) > 255) return undefined;
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n);
}

/** Groups of hexadecimal digits, of which `::` stands for as many zeros as are missing. */
function numberOfVersion6(text: string): bigint | undefined {
  const halves = text.split('::');
  const [head = [], tail = []] = halves.map(half => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...tail];
  if (!groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((number, group) => number * 65536n + BigInt(`0x${group}`), 0n);
}
