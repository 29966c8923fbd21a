import { FunctionError } from '../../gotemplate/template-error.js';

/** A semantic version. Numbers are of 64 bits, as in Go. */
export interface SemanticVersion {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** Without its dash; empty if there is none. */
  readonly prerelease: string;
  /** Without its plus sign; empty if there is none. */
  readonly metadata: string;
  /** As it was written. */
  readonly original: string;
}

const PART = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(`^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-(${PART}))?(?:\\+(${PART}))?$`);
const MAX_NUMBER = 2n ** 64n - 1n;

/** Reads a version as Helm does, for which `v1` and `1.2` are versions too. Throws a `FunctionError`. */
export function parseSemanticVersion(text: string): SemanticVersion {
  const match = VERSION.exec(text);
  if (match === null) throw new FunctionError('invalid semantic version');
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
  if (prerelease.split('.').some(part => /^0[0-9]+$/.test(part))) throw new FunctionError('version segment starts with 0');
  return { major: segment(major), minor: segment(minor), patch: segment(patch), prerelease, metadata, original: text };
}

function segment(digits: string): bigint {
  const value = BigInt(digits);
  if (value <= MAX_NUMBER) return value;
  throw new FunctionError(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`);
}

/** The version in full: `1.2.0-rc.1+build`. */
export function versionText({ major, minor, patch, prerelease, metadata }: SemanticVersion): string {
  return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
}

/** Which of two versions is older: negative if `a` is, positive if `b` is. Metadata does not count. */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A version that is released is newer than all that led to it. */
export function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = comparePrereleaseParts(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers by value and before words, words by their characters, and what is not there before all else. */
function comparePrereleaseParts(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  const isNumber = [a, b].map(part => /^[0-9]+$/.test(part));
  if (isNumber[0] && isNumber[1]) return compareNumbers(BigInt(a), BigInt(b));
  if (isNumber[0] || isNumber[1]) return isNumber[0] ? -1 : 1;
  return a < b ? -1 : 1;
}
