import { FunctionError } from '../../gotemplate/template-error.js';
import { comparePrereleases, compareVersions, parseSemanticVersion, type SemanticVersion } from './semantic-version.js';

/** A constraint on versions: one of its groups must hold, and of a group all bounds. */
export type VersionConstraint = readonly BoundGroup[];

interface BoundGroup {
  readonly bounds: readonly Bound[];
  /** Whether a bound of the group names a prerelease: without one, no prerelease fits. */
  readonly includesPrereleases: boolean;
}

interface Bound {
  readonly operator: string;
  readonly version: SemanticVersion;
  /** Which numbers were left open: `1.x` or `1` leave the minor version open, `1.2` the patch, `*` everything. */
  readonly open: 'nothing' | 'patch' | 'minor' | 'everything';
}

const OPERATOR = '=|!=|>|<|>=|=>|<=|=<|~|~>|\\^';
const NUMBER = '[0-9|xX*]+';
const PART = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = `v?(?:${NUMBER})(?:\\.${NUMBER})?(?:\\.${NUMBER})?(?:-${PART})?(?:\\+${PART})?`;
const LONGEST_FIRST = '!=|>=|=>|<=|=<|~>|=|>|<|~|\\^|';
const SEGMENT = new RegExp(`^\\s*(?:${OPERATOR}|)\\s*${VERSION}\\s*(?:(?:\\s+|,\\s*)(?:${OPERATOR}|)\\s*${VERSION}\\s*)*$`);
const RANGE = new RegExp(`\\s*(${VERSION})\\s+-\\s+(${VERSION})\\s*`, 'g');
const BOUND = new RegExp(`(${LONGEST_FIRST})\\s*(${VERSION})`, 'g');

/** Reads `>=1.19-0 <2 || ~3.1`. Throws a `FunctionError`. */
export function parseVersionConstraint(text: string): VersionConstraint {
  const groups = text.replace(RANGE, '>=$1 <=$2 ').split('||');
  return groups.map(group => {
    if (!SEGMENT.test(group)) throw new FunctionError(`improper constraint: ${group}`);
    const bounds = [...group.matchAll(BOUND)].map(match => parseBound(match[1] ?? '', match[2] ?? ''));
    return { bounds, includesPrereleases: bounds.some(bound => bound.version.prerelease !== '') };
  });
}

const PIECES = new RegExp(`^v?(${NUMBER})(?:\\.(${NUMBER}))?(?:\\.(${NUMBER}))?(-${PART})?`);

function parseBound(operator: string, text: string): Bound {
  const [, major, minor, patch, prerelease = ''] = PIECES.exec(text) ?? [];
  const open = isOpen(major) ? 'everything' : isOpen(minor) ? 'minor' : isOpen(patch) ? 'patch' : 'nothing';
  const numbers =
    open === 'everything' ? '0.0.0' : open === 'minor' ? `${major}.0.0` : open === 'patch' ? `${major}.${minor}.0` : undefined;
  try {
    return { operator, version: parseSemanticVersion(numbers === undefined ? text : numbers + prerelease), open };
  } catch {
    throw new FunctionError('constraint parser error');
  }
}

function isOpen(number: string | undefined): boolean {
  return number === undefined || number === 'x' || number === 'X' || number === '*';
}

/** Whether a version is one of those that the constraint allows. */
export function satisfiesConstraint(version: SemanticVersion, constraint: VersionConstraint): boolean {
  return constraint.some(({ bounds, includesPrereleases }) => {
    if (version.prerelease !== '' && !includesPrereleases) return false;
    return bounds.every(bound => satisfiesBound(version, bound));
  });
}

function satisfiesBound(version: SemanticVersion, bound: Bound): boolean {
  const order = compareVersions(version, bound.version);
  switch (bound.operator) {
    case '!=':
      return bound.open === 'nothing' ? order !== 0 : differs(version, bound);
    case '>':
      return isAbove(version, bound, order);
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return bound.open === 'nothing' ? order <= 0 : isNotAbove(version, bound);
    case '^':
      return order >= 0 && isCompatible(version, bound);
    case '~':
    case '~>':
      return order >= 0 && isNear(version, bound);
    default:
      return bound.open === 'nothing' ? order === 0 : order >= 0 && isNear(version, bound);
  }
}

function differs(version: SemanticVersion, bound: Bound): boolean {
  if (version.major !== bound.version.major) return true;
  if (bound.open === 'minor') return false;
  if (version.minor !== bound.version.minor) return true;
  if (bound.open === 'patch') return comparePrereleases(version.prerelease, bound.version.prerelease) !== 0;
  return version.patch !== bound.version.patch;
}

/** What is open has no end, so that nothing of it is above it: 1.4.5 is not above 1.4. */
function isAbove(version: SemanticVersion, bound: Bound, order: number): boolean {
  if (bound.open === 'nothing' || version.major !== bound.version.major) return order > 0;
  if (bound.open === 'minor') return false;
  return bound.open === 'patch' ? version.minor > bound.version.minor : order > 0;
}

function isNotAbove(version: SemanticVersion, { version: limit, open }: Bound): boolean {
  if (version.major !== limit.major) return version.major < limit.major;
  return open === 'minor' || version.minor <= limit.minor;
}

/** `~1.2.3` is the same minor version, `~1` the same major version, and `~0.0.0` is any. */
function isNear(version: SemanticVersion, { version: base, open }: Bound): boolean {
  const isZero = base.major === 0n && base.minor === 0n && base.patch === 0n;
  if (isZero && (open === 'nothing' || open === 'everything')) return true;
  return version.major === base.major && (version.minor === base.minor || open === 'minor');
}

/** `^1.2.3` is the same first number that is not zero. */
function isCompatible(version: SemanticVersion, { version: base, open }: Bound): boolean {
  if (base.major > 0n || open === 'minor') return version.major === base.major;
  if (version.major > 0n) return false;
  if (base.minor > 0n || open === 'patch') return version.minor === base.minor;
  return version.minor === 0n && version.patch === base.patch;
}
