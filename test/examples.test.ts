import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type CaseFile, lintFiles, reportsOn, uriOf } from './support/case-workspace.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** The seven defects of the manifests, and those of the Dockerfile: file, rule and marked text. */
const DEFECTS = [
  'Dockerfile: dockerfile/unnamed-stage: FROM golang:1.26',
  'Dockerfile: dockerfile/mutable-base-image: golang:1.26',
  'Dockerfile: dockerfile/source-before-modules: COPY . .',
  'Dockerfile: dockerfile/cgo-on-static-base: go build',
  'Dockerfile: dockerfile/latest-base-image: gcr.io/distroless/static-debian13',
  'Dockerfile: dockerfile/root-user: gcr.io/distroless/static-debian13',
  'Dockerfile: dockerfile/shell-form-entrypoint: /quotes',
  'k8s/deployment.yaml: selector/template-mismatch: quote',
  'k8s/deployment.yaml: probe/readiness-missing: quotes',
  'k8s/deployment.yaml: config/configmap-missing: quote-config',
  'k8s/deployment.yaml: go/gomemlimit-exceeds-limit: 600MiB',
  'k8s/network-policies.yaml: netpol/egress-without-dns: egress',
  'k8s/service.yaml: selector/service-no-match: quotes',
  'k8s/service.yaml: service/target-port-undeclared: 8081',
];

/** Only a registry knows tags and digests. */
const NEEDS_A_PERSON = ['dockerfile/mutable-base-image', 'dockerfile/latest-base-image'];

describe('examples/broken', () => {
  const files = readFolder('broken');

  it('has exactly the defects that it shows', () => {
    assert.deepEqual(findingsIn(files), DEFECTS);
  });

  it('has a fix for every defect of a manifest, and for most of the Dockerfile', () => {
    const linter = lintFiles(files);
    const unfixed = files.flatMap(({ name }) => reportsOn(linter, name)).filter(report => linter.fixes(report).length === 0);
    assert.deepEqual(
      unfixed.map(({ rule }) => rule.id),
      NEEDS_A_PERSON,
    );
  });

  it('is left with what needs a person when every fix was applied', () => {
    const linter = lintFiles(files);
    const uris = files.map(({ name }) => uriOf(name));
    const { changes } = linter.fixAll(uris, ['safe', 'unsafe']);
    const fixed = files.map(({ name, text }) => ({ name, text: changes.get(uriOf(name)) ?? text }));
    assert.deepEqual(
      findingsIn(fixed).map(line => line.split(': ')[1]),
      NEEDS_A_PERSON,
    );
  });
});

describe('examples/repaired', () => {
  it('has no finding at all', () => {
    assert.deepEqual(findingsIn(readFolder('repaired')), []);
  });

  it('is the same application', () => {
    const code = (folder: string) => readFolder(folder).filter(({ name }) => /\.(go|mod|sum)$/.test(name));
    assert.deepEqual(code('repaired'), code('broken'));
  });
});

function readFolder(folder: string): readonly CaseFile[] {
  return readdirSync(join(EXAMPLES, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => ({ name: path.slice(join(EXAMPLES, folder).length + 1), text: readFileSync(path, 'utf8') }));
}

function findingsIn(files: readonly CaseFile[]): readonly string[] {
  const linter = lintFiles(files);
  return files.flatMap(({ name, text }) =>
    reportsOn(linter, name).map(({ rule, span }) => `${name}: ${rule.id}: ${text.slice(span.start, span.end)}`),
  );
}
