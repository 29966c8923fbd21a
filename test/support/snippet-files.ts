import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandSnippet } from './expand-snippet.js';

export interface Snippet {
  /** `yaml`, `dockerfile`, `go` or `ignore`: the language of the documents in which it is offered. */
  readonly language: string;
  readonly name: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const ROOT = join(import.meta.dirname, '../../..');

/** All snippets that the extension contributes. A file that is not in the expected form fails the test that asks. */
export function readSnippets(): readonly Snippet[] {
  const manifest: { contributes: { snippets: readonly { language: string; path: string }[] } } = JSON.parse(read('package.json'));
  return manifest.contributes.snippets.flatMap(({ language, path }) => {
    const entries: Readonly<Record<string, Readonly<Record<string, unknown>>>> = JSON.parse(read(path));
    return Object.entries(entries).map(([name, { prefix, description, body }]) => {
      assert.ok(typeof prefix === 'string', `${name} has no prefix`);
      assert.ok(typeof description === 'string', `${name} has no description`);
      assert.ok(Array.isArray(body) && body.every(line => typeof line === 'string'), `${name} has no body of lines`);
      return { language, name, prefix, description, body: body.map(String) };
    });
  });
}

/** The prefixes of the snippets that a host document asks for, in order. */
export function insertedInto(host: string): readonly string[] {
  return [...host.matchAll(INSERTION)].map(match => match[2] ?? '');
}

/**
 * A host document as it is after each line `#insert: prefix` (`//insert: prefix` in Go) was replaced by that snippet,
 * indented as the editor does it. `answers` are those of the snippet that `asked` names; all others get their defaults.
 */
export function fillHost(
  host: string,
  snippets: ReadonlyMap<string, Snippet>,
  asked?: { readonly prefix: string; readonly answers: ReadonlyMap<number, string> },
): string {
  return host.replace(INSERTION, (_, indentation: string, prefix: string) => {
    const snippet = snippets.get(prefix);
    assert.ok(snippet, `a host asks for "${prefix}", which is no snippet`);
    const text = expandSnippet(snippet.body, prefix === asked?.prefix ? { answers: asked.answers } : {});
    return text.replaceAll(/^(?=.)/gm, indentation);
  });
}

const INSERTION = /^([ \t]*)(?:#|\/\/)insert: (\S+)$/gm;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
