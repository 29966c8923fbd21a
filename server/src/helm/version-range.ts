import { parseSemanticVersion } from './semver/semantic-version.js';
import { parseVersionConstraint, satisfiesConstraint } from './semver/version-constraint.js';

/** Whether a version is one that a dependency asks for. What is no version fits where the same is asked for. */
export function matchesVersion(range: string, version: string): boolean {
  if (range === '' || range === version) return true;
  try {
    return satisfiesConstraint(parseSemanticVersion(version), parseVersionConstraint(range));
  } catch {
    return false;
  }
}
