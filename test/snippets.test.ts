import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expandSnippet } from './support/expand-snippet.js';
import { readSnippets } from './support/snippet-files.js';

const snippets = readSnippets();

describe('snippets', () => {
  it('are all contributed', () => {
    const files = readdirSync(join(import.meta.dirname, '../../snippets'));
    assert.deepEqual(files.map(file => file.replace(/\.json$/, '')).sort(), [...new Set(snippets.map(({ language }) => language))].sort());
  });

  it('have prefixes and names of their own', () => {
    assert.equal(new Set(snippets.map(({ prefix }) => prefix)).size, snippets.length);
    assert.equal(new Set(snippets.map(({ name }) => name)).size, snippets.length);
  });

  for (const { language, prefix, description, body } of snippets) {
    it(`${prefix} is well formed`, () => {
      assert.match(prefix, /^(?:go|k8s|prometheus)-[a-z-]+$/);
      assert.match(description, /^[A-Z][^.\n]*(?:\.\d[^.\n]*)*\.$/, 'the description is one sentence');
      assert.ok(
        body.every(line => !line.includes('\n')),
        'the body is a list of lines',
      );
      const stops = [...body.join('\n').matchAll(/(?<!\\)\$\{?(\d+)(?!:[+?-])/g)].map(match => Number(match[1]));
      assert.equal(stops.filter(stop => stop === 0).length, 1, 'there is one last stop');
      const visited = [...new Set(stops)].filter(stop => stop > 0).sort((a, b) => a - b);
      assert.deepEqual(
        visited,
        visited.map((_, index) => index + 1),
      );
      const text = expandSnippet(body);
      assert.doesNotMatch(text, /[ \t]$/m, 'no line ends in white space');
      if (language !== 'go') assert.doesNotMatch(text, /\t/);
      if (language === 'yaml') assert.doesNotMatch(text, /\n$/);
    });
  }
});
