import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

const DIGESTS = { sha1, sha256, sha512 } as const;

/** The digest of some bytes in hexadecimal digits. */
export function digestOf(algorithm: keyof typeof DIGESTS, bytes: Uint8Array): string {
  return [...DIGESTS[algorithm](bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The Adler-32 checksum of some bytes. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}
