import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lintFiles, reportsOn } from './support/case-workspace.js';
import { choicesIn, expandSnippet } from './support/expand-snippet.js';
import { fillHost, insertedInto, readSnippets, type Snippet } from './support/snippet-files.js';
import { type Case, parseSuite } from './support/suite.js';

/** What a snippet cannot know: a digest, and the names that only its user has; and what whoever chooses ingress-nginx should hear. */
const EXCEPTIONS = ['dockerfile/mutable-base-image', 'image/placeholder', 'ingress/controller-retired'];

/** Their host says what the answer has to be, so another one is rightly found wrong there. */
const BOUND_TO_HOST = ['k8s-gomemlimit'];

const snippets = new Map(readSnippets().map(snippet => [snippet.prefix, snippet]));
const { cases } = parseSuite(readFileSync(join(import.meta.dirname, '../../test/snippets/hosts.md'), 'utf8'));

describe('snippets in their hosts', () => {
  it('each have one', () => {
    const hosted = new Set(cases.flatMap(({ files }) => files.flatMap(({ content }) => insertedInto(content))));
    assert.deepEqual(
      [...snippets.keys()].filter(prefix => !hosted.has(prefix)),
      [],
    );
  });

  for (const host of cases.filter(({ files }) => !files.some(({ name }) => name.endsWith('.go')))) {
    it(`give no finding: ${host.title}`, () => assert.deepEqual(findingsIn(host), []));

    for (const [snippet, stop, choice] of host.files.flatMap(({ content }) => insertedInto(content).flatMap(choicesOf))) {
      if (BOUND_TO_HOST.includes(snippet.prefix)) continue;
      it(`give no finding: ${host.title}; ${snippet.prefix} with ${choice}`, () => {
        assert.deepEqual(findingsIn(host, { prefix: snippet.prefix, answers: new Map([[stop, choice]]) }), []);
      });
    }
  }
});

describe('snippets with a choice of memory limits', () => {
  for (const [snippet, stop, limit] of [...snippets.keys()].flatMap(choicesOf)) {
    const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(limit) ?? [];
    if (number === undefined) continue;
    it(`${snippet.prefix} writes 90 % of ${limit}`, () => {
      const mebibytes = Math.floor(Number(number) * (unit === 'Gi' ? 1024 : 1) * 0.9);
      const text = expandSnippet(snippet.body, { answers: new Map([[stop, limit]]) });
      assert.match(text, new RegExp(`value: ${mebibytes}MiB$`, 'm'));
    });
  }
});

/** Every choice of a snippet but the first, which is its default. */
function choicesOf(prefix: string): readonly (readonly [Snippet, number, string])[] {
  const snippet = snippets.get(prefix);
  if (snippet === undefined) return [];
  return [...choicesIn(snippet.body)].flatMap(([stop, choices]) => choices.slice(1).map(choice => [snippet, stop, choice] as const));
}

function findingsIn(host: Case, asked?: { readonly prefix: string; readonly answers: ReadonlyMap<number, string> }): readonly string[] {
  const files = host.files.map(({ name, content }) => ({ name, text: fillHost(content, snippets, asked) }));
  const linter = lintFiles(files);
  return files.flatMap(({ name }) =>
    reportsOn(linter, name)
      .filter(({ rule }) => !EXCEPTIONS.includes(rule.id))
      .map(({ rule, message }) => `${name}: ${rule.id}: ${message}`),
  );
}
