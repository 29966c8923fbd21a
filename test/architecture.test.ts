import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';

interface Layer {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

const FACTS = ['text', 'yaml', 'dockerfile', 'golang', 'kubernetes'];
const CORE = [...FACTS, 'gotemplate', 'helm', 'kustomize', 'workspace', 'rules'];

/** What each folder of `server/src` may import, from the ground up. Everything not listed is forbidden. */
const LAYERS: Readonly<Record<string, Layer>> = {
  text: { folders: [], packages: [] },
  yaml: { folders: ['text'], packages: ['yaml', 'js-yaml'] },
  dockerfile: { folders: ['text'], packages: [] },
  golang: { folders: ['text'], packages: [] },
  gotemplate: { folders: ['text'], packages: [] },
  helm: { folders: ['text', 'yaml', 'gotemplate'], packages: ['@noble/hashes', 'smol-toml'] },
  kubernetes: { folders: ['text', 'yaml'], packages: [] },
  kustomize: { folders: ['text', 'yaml', 'kubernetes'], packages: ['@noble/hashes'] },
  workspace: { folders: [...FACTS, 'gotemplate', 'helm', 'kustomize'], packages: ['ignore'] },
  rules: { folders: [...FACTS, 'gotemplate', 'helm', 'workspace'], packages: [] },
  engine: { folders: CORE, packages: ['ajv', 'ignore'] },
  features: { folders: [...CORE, 'engine'], packages: [] },
  host: { folders: ['text'], packages: ['node:', 'ignore'] },
  lsp: { folders: [...CORE, 'engine', 'features', 'host'], packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'] },
  cli: { folders: [...CORE, 'engine', 'features', 'host'], packages: ['node:'] },
  '.': { folders: ['lsp', 'cli', 'host'], packages: ['node:'] },
};

const SOURCES = join(import.meta.dirname, '../../server/src');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));

describe('architecture', () => {
  for (const file of files) {
    it(`${file} imports only what its folder may`, () => {
      const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : '.';
      const layer = LAYERS[folder];
      assert.ok(layer, `the folder ${folder} has no entry in LAYERS`);
      for (const specifier of importsOf(readFileSync(join(SOURCES, file), 'utf8'))) checkImport(file, folder, layer, specifier);
    });
  }
});

function checkImport(file: string, folder: string, layer: Layer, specifier: string): void {
  if (specifier.startsWith('.')) {
    const path = normalize(join(dirname(file), specifier));
    const target = path.includes('/') ? path.slice(0, path.indexOf('/')) : '.';
    assert.ok(target === folder || layer.folders.includes(target), `${folder}/ may not import ${specifier}`);
    return;
  }
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]!;
  const allowed = layer.packages.some(entry => (entry.endsWith(':') ? specifier.startsWith(entry) : name === entry));
  assert.ok(allowed, `${folder}/ may not import the package ${name}`);
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/^\s*(?:import|export)\b[^'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gms)].map(
    match => match[1] ?? match[2] ?? match[3]!,
  );
}
