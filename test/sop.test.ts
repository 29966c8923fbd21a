import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { clausesCitedBy, parseStandardPage } from '../scripts/generate/standard-page.js';
import { rules } from '../server/src/rules/index.generated.js';

const page = parseStandardPage(readFileSync(join(import.meta.dirname, '../../docs/sop.md'), 'utf8'));
const clauses = [...page.clauses.values()];

describe('docs/sop.md', () => {
  it('has every row in the form that it promises', () => {
    assert.deepEqual(page.malformed, []);
    assert.ok(clauses.length > 100, `only ${clauses.length} clauses were read`);
  });

  it('numbers the clauses of each section from 1, without gaps', () => {
    for (const section of page.sections) {
      const ids = clauses.filter(clause => clause.section === section).map(clause => clause.id);
      assert.deepEqual(
        ids,
        ids.map((_, index) => `${section}/${index + 1}`),
      );
      assert.notEqual(ids.length, 0, `section ${section} has no clause`);
    }
  });

  it('sends a clause that repeats another one to a clause that is judged', () => {
    for (const { id, twin } of clauses.filter(clause => clause.twin !== undefined)) {
      const target = page.clauses.get(twin ?? '');
      assert.ok(target && target.twin === undefined, `${id} says "as ${twin}"`);
    }
  });

  it('calls no rule both planned and in force', () => {
    const today = new Set(clauses.flatMap(clause => clause.rules));
    assert.deepEqual(
      clauses.flatMap(clause => clause.planned).filter(rule => today.has(rule)),
      [],
    );
  });
});

describe('rules', () => {
  for (const { id, sop } of rules) {
    it(`${id} cites the standard, or says why it goes beyond`, () => {
      assert.notEqual(sop.length, 0);
      for (const citation of sop.filter(entry => !/^beyond: \S/.test(entry))) {
        const cited = clausesCitedBy(page, citation);
        assert.notEqual(cited.length, 0, `docs/sop.md has no clause or section ${citation}`);
        assert.ok(
          cited.some(clause => clause.rules.includes(id)),
          `docs/sop.md names ${id} at no clause of ${citation}, nor at those that these repeat`,
        );
      }
    });
  }

  it('are there where a clause names them, and not there where it plans them', () => {
    const ids = new Set(rules.map(({ id }) => id));
    assert.deepEqual(
      clauses.flatMap(clause => clause.rules).filter(id => !ids.has(id)),
      [],
    );
    assert.deepEqual(
      clauses.flatMap(clause => clause.planned).filter(id => ids.has(id)),
      [],
    );
  });

  it('cite the clauses that name them', () => {
    for (const clause of clauses) {
      for (const { sop } of rules.filter(({ id }) => clause.rules.includes(id))) {
        const cited = sop.flatMap(citation => clausesCitedBy(page, citation));
        assert.ok(cited.includes(clause), `a rule that ${clause.id} names does not cite it`);
      }
    }
  });
});
