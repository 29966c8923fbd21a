import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Config, ConfiguredSubject } from '../../server/src/engine/config.js';
import { DEFAULT_CONFIG } from '../../server/src/engine/config.js';
import { ConfigTree } from '../../server/src/engine/config-tree.js';
import { parseConfig } from '../../server/src/engine/parse-config.js';
import type { Rule } from '../../server/src/rules/define-rule.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { sampleRules } from './sample-rules.js';

const FOLDER = 'file:///repo';

describe('.plimsoll.yaml', () => {
  it('gives the profile sop when it is empty, or not there', () => {
    for (const config of [read(''), read('# nothing\n'), DEFAULT_CONFIG]) {
      assert.equal(severity(config, 'go/over-limit'), 'error');
      assert.equal(severity(config, 'probe/liveness'), 'hint');
      assert.equal(severity(config, 'security/writable-root'), 'off');
      assert.deepEqual(options(config, 'go/headroom'), { maxRatio: 0.95, ignoredNames: [] });
    }
  });

  it('merges profiles from left to right', () => {
    assert.equal(severity(read('extends: [minimal]'), 'go/over-limit'), 'error');
    assert.equal(severity(read('extends: [minimal]'), 'go/headroom'), 'off');
    assert.equal(severity(read('extends: [strict]'), 'probe/liveness'), 'warning');
    assert.equal(severity(read('extends: [strict]'), 'security/writable-root'), 'information');
    assert.equal(severity(read('extends: [hardening]'), 'security/writable-root'), 'warning');
    assert.equal(severity(read('extends: [hardening]'), 'go/headroom'), 'warning');
    assert.equal(severity(read('extends: [minimal, hardening]'), 'security/writable-root'), 'warning');
    assert.equal(severity(read('extends: [minimal, hardening]'), 'go/headroom'), 'off');
  });

  it('keeps the severity that a rule gave one finding, unless a severity is configured', () => {
    const found = { uri: `${FOLDER}/a.yaml`, severity: 'hint' } as const;
    assert.equal(read('').severityOf(rule('go/headroom'), found), 'hint');
    assert.equal(read('extends: [strict]').severityOf(rule('go/headroom'), found), 'warning');
    assert.equal(read('extends: [minimal]').severityOf(rule('go/headroom'), found), 'off');
    assert.equal(read('rules: { go/headroom: error }').severityOf(rule('go/headroom'), found), 'error');
  });

  it('sets severity and options of a rule, in both forms', () => {
    const config = read('rules:\n  go/over-limit: off\n  go/headroom:\n    severity: information\n    options: { maxRatio: 0.9 }\n');
    assert.equal(severity(config, 'go/over-limit'), 'off');
    assert.equal(severity(config, 'go/headroom'), 'information');
    assert.deepEqual(options(config, 'go/headroom'), { maxRatio: 0.9, ignoredNames: [] });
  });

  it('reads "off" quoted or not', () => {
    assert.equal(severity(read('rules: { go/over-limit: off }'), 'go/over-limit'), 'off');
    assert.equal(severity(read('rules: { go/over-limit: "off" }'), 'go/over-limit'), 'off');
    assert.equal(read('networkPolicies: off').settings.networkPolicies, 'off');
  });

  it('overrides by path, kind, name, container and environment; later entries win', () => {
    const config = read(`
rules: { go/over-limit: warning }
overrides:
  - paths: [deploy/dev/]
    rules: { go/over-limit: off }
  - kinds: [Job]
    names: ["*-migrate"]
    rules: { go/over-limit: information }
  - containers: [istio-*]
    rules: { go/headroom: { options: { maxRatio: 1 } } }
  - environments: [kind, dev*]
    rules: { go/over-limit: hint }
`);
    const job = { kind: 'Job', name: 'orders-migrate', container: undefined };
    assert.equal(severity(config, 'go/over-limit'), 'warning');
    assert.equal(severity(config, 'go/over-limit', { uri: `${FOLDER}/deploy/dev/a.yaml` }), 'off');
    assert.equal(severity(config, 'go/over-limit', { uri: 'file:///other/deploy/dev/a.yaml' }), 'warning');
    assert.equal(severity(config, 'go/over-limit', { uri: `${FOLDER}/deploy/dev/a.yaml`, object: job }), 'information');
    assert.equal(severity(config, 'go/over-limit', { uri: `${FOLDER}/a.yaml`, object: { ...job, name: 'orders' } }), 'warning');
    assert.equal(severity(config, 'go/over-limit', { uri: `${FOLDER}/a.yaml`, environment: 'dev-eu' }), 'hint');
    const sidecar = { kind: 'Pod', name: 'orders', container: 'istio-proxy' };
    assert.deepEqual(options(config, 'go/headroom', { uri: `${FOLDER}/a.yaml`, object: sidecar }), { maxRatio: 1, ignoredNames: [] });
    assert.deepEqual(options(config, 'go/headroom', { uri: `${FOLDER}/a.yaml` }), { maxRatio: 0.95, ignoredNames: [] });
  });

  it('reads the settings of the workspace', () => {
    const { settings, valueSets } = read(`
kubernetesVersion: 1.30
goImages: [registry.example.org/*]
nonRootBases: [base/static]
externalObjects: [ConfigMap/settings, "*/tls-*"]
devStages: [playground]
cluster: { dns: openshift }
networkPolicies: required
helm: { valueSets: { production: [values.yaml, values-production.yaml] } }
`);
    assert.deepEqual(settings, {
      kubernetesVersion: '1.30',
      goImages: ['registry.example.org/*'],
      nonRootBases: ['base/static'],
      externalObjects: ['ConfigMap/settings', '*/tls-*'],
      devStages: ['playground'],
      clusterDns: 'openshift',
      networkPolicies: 'required',
    });
    assert.deepEqual([...valueSets], [['production', ['values.yaml', 'values-production.yaml']]]);
  });

  it('excludes by patterns, relative to its folder', () => {
    const config = read('exclude: [testdata/, "*.generated.yaml", "!keep.generated.yaml"]');
    assert.equal(config.isExcluded(`${FOLDER}/a/testdata/b.yaml`), true);
    assert.equal(config.isExcluded(`${FOLDER}/a/x.generated.yaml`), true);
    assert.equal(config.isExcluded(`${FOLDER}/a/keep.generated.yaml`), false);
    assert.equal(config.isExcluded(`${FOLDER}/a%20b/Testdata.yaml`), false);
    assert.equal(config.isExcluded('file:///elsewhere/testdata/b.yaml'), false);
  });

  it('holds as far as it is right', () => {
    const config = read(
      'extends: [nope, minimal]\nrules:\n  go/over-limit: loud\n  go/headroom: { severity: error, options: { maxRatio: 7 } }\n',
    );
    assert.equal(severity(config, 'go/over-limit'), 'error');
    assert.equal(severity(config, 'go/headroom'), 'error');
    assert.deepEqual(options(config, 'go/headroom'), { maxRatio: 0.95, ignoredNames: [] });
  });
});

describe('the tree of configuration files', () => {
  it('takes the nearest file above a document, alone', () => {
    const tree = new ConfigTree(sampleRules);
    set(tree, `${FOLDER}/.plimsoll.yaml`, 'rules: { go/over-limit: off, go/headroom: off }');
    set(tree, `${FOLDER}/team/.plimsoll.yaml`, 'rules: { go/over-limit: hint }');
    assert.equal(severity(tree.configFor(`${FOLDER}/a.yaml`), 'go/headroom'), 'off');
    assert.equal(severity(tree.configFor(`${FOLDER}/team/deep/a.yaml`), 'go/over-limit'), 'hint');
    assert.equal(severity(tree.configFor(`${FOLDER}/team/deep/a.yaml`), 'go/headroom'), 'warning');
    assert.equal(severity(tree.configFor(`${FOLDER}/teams/a.yaml`), 'go/over-limit'), 'off');
    tree.remove(`${FOLDER}/team/.plimsoll.yaml`);
    assert.equal(severity(tree.configFor(`${FOLDER}/team/deep/a.yaml`), 'go/over-limit'), 'off');
  });

  it('knows the problems of each file', () => {
    const tree = new ConfigTree(sampleRules);
    set(tree, `${FOLDER}/.plimsoll.yaml`, 'extend: []');
    assert.equal(tree.problemsOf(`${FOLDER}/.plimsoll.yaml`).length, 1);
    assert.deepEqual(tree.problemsOf(`${FOLDER}/a.yaml`), []);
  });
});

function read(text: string): Config {
  return parseConfig(new SourceText(`${FOLDER}/.plimsoll.yaml`, text), sampleRules).config;
}

function set(tree: ConfigTree, uri: string, text: string): void {
  tree.set(uri, new SourceText(uri, text));
}

function severity(config: Config, id: string, subject: ConfiguredSubject = { uri: `${FOLDER}/a.yaml` }): string {
  return config.severityOf(rule(id), subject);
}

function options(config: Config, id: string, subject?: ConfiguredSubject): unknown {
  return config.optionsOf(rule(id), subject);
}

function rule(id: string): Rule {
  return sampleRules.find(candidate => candidate.id === id) ?? assert.fail(`no rule ${id}`);
}
