import assert from 'node:assert/strict';
import { it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';

const config = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

it('plimsoll explain --units says what belongs to which application, and why', () => {
  const folder = temporaryFolder({
    'deploy/base/kustomization.yaml': 'resources: [web.yaml]\n',
    'deploy/base/web.yaml': config('web'),
    'deploy/overlays/eu/kustomization.yaml': 'resources: [../../base]\nnamePrefix: eu-\npatches: [{ path: patch.yaml }]\n',
    'deploy/overlays/eu/patch.yaml': `${config('web')}data: { region: eu }\n`,
    'deploy/overlays/us/kustomization.yaml': 'resources: [../../base]\n',
    'plain/dev/one.yaml': config('one'),
    'plain/two.yaml': config('two'),
    'half/kustomization.yaml': 'resources: [missing.yaml]\n',
    'broken/kustomization.yaml': 'patches: [{ path: missing.yaml }]\n',
  });
  assert.deepEqual(runCli(folder, ['explain', '--units', '.']), {
    status: 0,
    stderr: '',
    stdout: `deploy/overlays/eu/kustomization.yaml (kustomization)
  No other kustomization uses it; it is built from these files, what changes the others first. overlays/us is another variant of the same application.
  deploy/overlays/eu/kustomization.yaml
  deploy/overlays/eu/patch.yaml
  deploy/base/kustomization.yaml
  deploy/base/web.yaml
  Objects: ConfigMap "eu-web".

deploy/overlays/us/kustomization.yaml (kustomization)
  No other kustomization uses it; it is built from these files, what changes the others first. overlays/eu is another variant of the same application.
  deploy/overlays/us/kustomization.yaml
  deploy/base/kustomization.yaml
  deploy/base/web.yaml
  Objects: ConfigMap "web".

half/kustomization.yaml (kustomization)
  No other kustomization uses it; it is built from these files, what changes the others first.
  There may be more: There is no "missing.yaml" here.
  half/kustomization.yaml
  It has no objects.

plain (plain manifests)
  These files stand in one folder, or in folders below it that divide one application by kind or environment.
  plain/dev/one.yaml
  plain/two.yaml
  Objects: ConfigMap "one", ConfigMap "two".

Belongs to none:
  broken/kustomization.yaml: It could not be built. There is no "missing.yaml" here.
`,
  });
});
