import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSemanticVersion } from '../../server/src/helm/semver/semantic-version.js';
import { parseVersionConstraint, satisfiesConstraint } from '../../server/src/helm/semver/version-constraint.js';

// What helm 4.1.4 answers.
const ANSWERS: readonly [constraint: string, version: string, satisfied: boolean][] = [
  ['>=1.0.0-0, <2.0.0', '1.5.0-rc1', true],
  ['>=1.0.0-0 || <2.0.0', '1.5.0-rc1', true],
  ['~0.0.0', '5.1.2', true],
  ['~0', '5.1.2', false],
  ['*', '5.1.2-rc', false],
  ['*-0', '5.1.2-rc', true],
  ['>=1.19-0', 'v1.35.0-eks-1', true],
  ['1.2 - 1.4', '1.4.5', true],
  ['1.2-1.4', '1.4.5', false],
  ['!=1.x', '1.4.5', false],
  ['!=1.4.x-a', '1.4.5-a', false],
  ['=>1 =<2', '1.4.5', true],
  ['^0.2', '0.2.5', true],
  ['^0', '0.2.5', true],
  ['^0.0', '0.0.5', true],
  ['^0.0.3', '0.0.5', false],
  ['<=1.4', '1.4.5', true],
  ['>1.4', '1.4.5', false],
  ['>1', '1.4.5', false],
  ['1.4.5+abc', '1.4.5', true],
  ['>=1.2.3 <2,!=1.5.0||3', '3.1', true],
  ['~> 1.2.3', '1.2.9', true],
  ['>=1.2.3-alpha.10', '1.2.3-alpha.9', false],
  ['>=1.2.3-alpha', '1.2.3-alpha.9', true],
  ['=1.2.3-alpha', '1.2.3-alpha', true],
  ['x.2', '1.2.3', true],
  ['1.x.3', '1.2.4', true],
  ['>1.2.3 >1.2', '1.2.5', false],
  ['<1.3-0', '1.3.0-alpha', false],
];

describe('version constraints', () => {
  for (const [constraint, version, satisfied] of ANSWERS) {
    it(`${version} is ${satisfied ? '' : 'not '}${constraint}`, () => {
      assert.equal(satisfiesConstraint(parseSemanticVersion(version), parseVersionConstraint(constraint)), satisfied);
    });
  }

  it('refuses what is no constraint', () => {
    assert.throws(() => parseVersionConstraint('>=1 || bad'), { message: 'improper constraint:  bad' });
    assert.throws(() => parseVersionConstraint('|1'), { message: 'constraint parser error' });
  });

  it('refuses what is no version', () => {
    assert.throws(() => parseSemanticVersion('1.2.3.4'), { message: 'invalid semantic version' });
    assert.throws(() => parseSemanticVersion('1.2.3-01'), { message: 'version segment starts with 0' });
    assert.throws(() => parseSemanticVersion('99999999999999999999.1'), /value out of range/);
  });
});
