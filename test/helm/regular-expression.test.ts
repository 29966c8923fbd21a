import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RegularExpression } from '../../server/src/helm/regexp/regular-expression.js';

// What helm 4.1.4 answers, which is what Go's regexp package does.

const REFUSED: readonly [pattern: string, message: string][] = [
  ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
  ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
  ['a*+', 'error parsing regexp: invalid nested repetition operator: `*+`'],
  ['a{2}*', 'error parsing regexp: invalid nested repetition operator: `{2}*`'],
  ['a{2}{3}', 'error parsing regexp: invalid nested repetition operator: `{2}{3}`'],
  ['*a', 'error parsing regexp: missing argument to repetition operator: `*`'],
  ['(*a)', 'error parsing regexp: missing argument to repetition operator: `*`'],
  ['{2}a', 'error parsing regexp: missing argument to repetition operator: `{2}`'],
  ['a|*', 'error parsing regexp: missing argument to repetition operator: `*`'],
  ['(a', 'error parsing regexp: missing closing ): `(a`'],
  ['a)', 'error parsing regexp: unexpected ): `a)`'],
  ['[a', 'error parsing regexp: missing closing ]: `[a`'],
  ['[z-a]', 'error parsing regexp: invalid character class range: `z-a`'],
  ['x[[:foo:]]', 'error parsing regexp: invalid character class range: `[:foo:]`'],
  ['\\y', 'error parsing regexp: invalid escape sequence: `\\y`'],
  ['a\\', 'error parsing regexp: trailing backslash at end of expression: ``'],
  ['\\pX', 'error parsing regexp: invalid character class range: `\\pX`'],
  ['\\p{Foo}', 'error parsing regexp: invalid character class range: `\\p{Foo}`'],
  ['(?P<a', 'error parsing regexp: invalid named capture: `(?P<a`'],
  ['(?P<a-b>x)', 'error parsing regexp: invalid named capture: `(?P<a-b>`'],
  ['(?=x)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ['(?<=x)', 'error parsing regexp: invalid named capture: `(?<=x)`'],
  ['(?!x)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?!`'],
  ['(?i', 'error parsing regexp: invalid or unsupported Perl syntax: `(?i`'],
  ['(?z)a', 'error parsing regexp: invalid or unsupported Perl syntax: `(?z`'],
  ['(?i-)a', 'error parsing regexp: invalid or unsupported Perl syntax: `(?i-)`'],
  ['(a{1000}){2}', 'error parsing regexp: invalid repeat count: `{2}`'],
  ['\\x{110000}', 'error parsing regexp: invalid escape sequence: `\\x{110000`'],
  ['\\Z', 'error parsing regexp: invalid escape sequence: `\\Z`'],
  ['\\8', 'error parsing regexp: invalid escape sequence: `\\8`'],
  ['\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
  ['a{2,1}', 'error parsing regexp: invalid repeat count: `{2,1}`'],
  ['[a-\\d]', 'error parsing regexp: invalid escape sequence: `\\d`'],
];

const MATCHES: readonly [pattern: string, text: string, matches: boolean][] = [
  ['(?P<a>x)(?P<a>y)', 'x', false],
  ['(?<a>x)', 'x', true],
  ['a{,2}', 'a{,2}', true],
  ['[\\d-a]', '-', true],
  ['[[.x.]]', 'x', false],
  ['(?i)(?-i)', 'x', true],
  ['[a-b-c]', 'x', false],
];

const FIRST: readonly [pattern: string, text: string, match: string][] = [
  ['a(?i)b', 'aB', 'aB'],
  ['(?i:a)b', 'AB Ab', 'Ab'],
  ['(?:(?i)a)b', 'AB Ab', 'Ab'],
  ['a{2,3}?', 'aaaa', 'aa'],
  ['x{0}y', 'xy', 'y'],
  ['^*a', 'xa', 'a'],
  ['(a|ab)(c|bcd)', 'abcd', 'abcd'],
];

const ALL: readonly [pattern: string, text: string, matches: string[]][] = [
  ['a*?', 'baac', ['', '', '', '', '']],
  ['(|a)*', 'baac', ['', '', '', '', '']],
  ['(|a)+', 'baac', ['', '', '', '', '']],
  ['(a|b)*?c|', 'baac', ['baac']],
  ['\\b', 'ab cd', ['', '', '', '']],
  ['(?m)^.*$', 'ab\ncd\n', ['ab', 'cd', '']],
  ['(?U)a+', 'aaa', ['a', 'a', 'a']],
  ['[[:^alpha:]]+', 'a1é-b', ['1é-']],
  ['[^\\W\\d]+', 'a1é-b', ['a', 'b']],
  ['\\Qa.b\\E+', 'a.bbb', ['a.bbb']],
  ['(?i)k+', 'K', ['K']],
  ['[\\pL-]+', 'añ-b1', ['añ-b']],
  ['[\\p{Greek}]+', 'aαβ1', ['αβ']],
  ['\\101\\x41\\x{42}\\t', 'AAB\t', ['AAB\t']],
  ['.', 'é😀', ['é', '😀']],
  ['(a+)(b+)?', 'aab a', ['aab']],
];

const PIECES: readonly [pattern: string, text: string, limit: number, pieces: string[]][] = [
  ['a*', 'baac', -1, ['b', 'c']],
  ['a', 'baac', 2, ['b', 'ac']],
  ['c', 'baac', -1, ['baa', '']],
];

describe('regular expressions', () => {
  for (const [pattern, message] of REFUSED) {
    it(`refuses ${pattern}`, () => assert.throws(() => new RegularExpression(pattern), { message }));
  }
  for (const [pattern, text, matches] of MATCHES) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${text}`, () => {
      assert.equal(new RegularExpression(pattern).find(text) !== undefined, matches);
    });
  }
  for (const [pattern, text, match] of FIRST) {
    it(`finds ${pattern} in ${text}`, () => {
      const found = new RegularExpression(pattern).find(text);
      assert.equal(found && text.slice(found[0], found[1]), match);
    });
  }
  for (const [pattern, text, matches] of ALL) {
    it(`finds all of ${pattern} in ${text}`, () => {
      const limit = matches.length === 1 ? 1 : -1;
      const found = new RegularExpression(pattern).findAll(text, limit).map(match => text.slice(match[0], match[1]));
      assert.deepEqual(found, matches);
    });
  }
  for (const [pattern, text, limit, pieces] of PIECES) {
    it(`splits ${text} at ${pattern}`, () => {
      const found = new RegularExpression(pattern).split(text, limit).map(({ start, end }) => text.slice(start, end));
      assert.deepEqual(found, pieces);
    });
  }

  it('takes no longer for patterns on which backtracking explodes', () => {
    const text = 'a'.repeat(2000);
    assert.equal(new RegularExpression('^(a+)+$').find(`${text}b`), undefined);
    assert.equal(new RegularExpression('(x+x+)+y').find('x'.repeat(2000)), undefined);
    assert.equal(new RegularExpression('^(a?){500}a{500}$').find('a'.repeat(500))?.[1], 500);
  });

  it('gives up on what would take too long', () => {
    assert.throws(() => new RegularExpression('(?:a?){1000}(?:b?){1000}c').findAll('ab'.repeat(50_000), -1), /too (?:long|many)/);
    assert.throws(() => new RegularExpression('(?:(?:[ab]{1,30}){1,30}c){1,30}'), /too large|invalid repeat count/);
  });
});
