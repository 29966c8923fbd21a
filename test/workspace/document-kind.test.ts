import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DocumentKind, documentKindOf } from '../../server/src/workspace/document-kind.js';

const CHARTS = new Set(['file:///w/chart']);

const KINDS: Readonly<Record<string, DocumentKind>> = {
  Dockerfile: 'dockerfile',
  'Dockerfile.prod': 'dockerfile',
  'build/api.Dockerfile': 'dockerfile',
  Containerfile: 'dockerfile',
  'dockerfile.go': 'go-source',
  'Dockerfile.j2': 'other',
  'Dockerfile.tmpl': 'other',
  'Dockerfile.md': 'other',
  'Dockerfile.dockerignore': 'presence',
  '.dockerignore': 'presence',
  'go.mod': 'go-module',
  'main.go': 'go-source',
  '.plimsoll.yaml': 'configuration',
  'deploy/kustomization.yaml': 'kustomization',
  'deploy/a.yml': 'manifests',
  'chart/Chart.yaml': 'helm-chart',
  'chart/values-prod.yaml': 'helm-values',
  'chart/templates/deployment.yaml': 'helm-template',
  'chart/ci/test-values.yaml': 'other',
  'chart/requirements.yaml': 'other',
  'other/values.yaml': 'manifests',
  'README.md': 'other',
};

describe('the kind of a document', () => {
  for (const [name, kind] of Object.entries(KINDS)) {
    it(`of ${name} is ${kind}`, () => assert.equal(documentKindOf(`file:///w/${name}`, undefined, CHARTS), kind));
  }

  it('is what the editor says where the name says nothing', () => {
    assert.equal(documentKindOf('untitled:Untitled-1', 'dockerfile', CHARTS), 'dockerfile');
    assert.equal(documentKindOf('untitled:Untitled-1', 'yaml', CHARTS), 'manifests');
    assert.equal(documentKindOf('file:///w/Dockerfile.j2', 'dockerfile', CHARTS), 'other');
  });
});
