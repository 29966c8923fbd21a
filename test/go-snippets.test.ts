import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fillHost, insertedInto, readSnippets } from './support/snippet-files.js';
import { parseSuite } from './support/suite.js';

/** What a snippet needs beside the standard library of Go 1.19: such a snippet is only formatted, or vetted where Go is new enough. */
const NEEDS: Readonly<Record<string, { readonly go: number } | { readonly module: string }>> = {
  'go-graceful-http': { go: 21 },
  'go-slog-json': { go: 21 },
  'go-metrics': { module: 'github.com/prometheus/client_golang' },
  'go-counter': { module: 'github.com/prometheus/client_golang' },
  'go-gauge': { module: 'github.com/prometheus/client_golang' },
  'go-histogram': { module: 'github.com/prometheus/client_golang' },
  'go-configmap-watch': { module: 'github.com/fsnotify/fsnotify' },
};

const installed = Number(/go1\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? 0);
const snippets = new Map(readSnippets().map(snippet => [snippet.prefix, snippet]));
const hosts = parseSuite(readFileSync(join(import.meta.dirname, '../../test/snippets/hosts.md'), 'utf8'))
  .cases.flatMap(({ files }) => files)
  .filter(({ name }) => name.endsWith('.go'));

describe('snippets in Go', { skip: installed === 0 && 'Go is not installed, so the Go snippets were NOT CHECKED' }, () => {
  it('each have a host', () => {
    const hosted = hosts.flatMap(({ content }) => insertedInto(content));
    assert.deepEqual(
      [...snippets.values()].filter(({ language, prefix }) => language === 'go' && !hosted.includes(prefix)),
      [],
    );
  });

  for (const { name, content } of hosts) {
    const source = fillHost(content, snippets);
    it(`${name} is formatted as gofmt does`, () => {
      const { status, stdout, stderr } = spawnSync('gofmt', ['-e'], { input: source, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.equal(source.trimEnd(), stdout.trimEnd());
    });

    const prefixes = insertedInto(content);
    if (prefixes.every(canBeVetted)) it(`${name} passes go vet`, () => vet(name, source));
  }

  it('that are not vetted are named with what they need', () => {
    const unvetted = hosts.flatMap(({ content }) => insertedInto(content)).filter(prefix => !canBeVetted(prefix));
    assert.ok(unvetted.every(prefix => prefix in NEEDS));
    assert.ok(unvetted.length < hosts.flatMap(({ content }) => insertedInto(content)).length);
  });
});

function canBeVetted(prefix: string): boolean {
  const needs = NEEDS[prefix];
  return needs === undefined || ('go' in needs && needs.go <= installed);
}

function vet(name: string, source: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-go-snippet-'));
  try {
    writeFileSync(join(folder, 'go.mod'), `module snippet\n\ngo 1.${installed}\n`);
    writeFileSync(join(folder, name), source);
    const { status, stderr } = spawnSync('go', ['vet', './...'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off' },
    });
    assert.equal(status, 0, stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
