import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CaseFile } from '../case-workspace.js';
import { readMarkers } from '../markers.js';
import { parseSuite } from '../suite.js';

const ROOT = join(import.meta.dirname, '../../../..');

/** The small workspaces to start from: the cases of all rules' suites, and the examples. */
export function readCorpus(): readonly (readonly CaseFile[])[] {
  return [...casesIn(join(ROOT, 'test/rules')), filesIn(join(ROOT, 'examples/broken')), filesIn(join(ROOT, 'examples/repaired'))];
}

function casesIn(folder: string): CaseFile[][] {
  const suites = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.md'));
  return suites
    .sort()
    .flatMap(name => parseSuite(readFileSync(join(folder, name), 'utf8')).cases)
    .map(({ files }) => files.map(({ name, content }) => ({ name, text: readMarkers(content).text })))
    .filter(files => files.length > 0);
}

function filesIn(folder: string): CaseFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map(path => ({ name: relative(folder, path).replaceAll(sep, '/'), text: readFileSync(path, 'utf8') }));
}
