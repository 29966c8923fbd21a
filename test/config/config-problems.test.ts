import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { configSchema } from '../../server/src/engine/config-schema.js';
import { parseConfig } from '../../server/src/engine/parse-config.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { sampleRules } from './sample-rules.js';

/** A configuration; then each text that is marked, with what is said about it. */
const CASES: Readonly<Record<string, readonly [yaml: string, ...problems: readonly (readonly [marked: string, message: string])[]]>> = {
  'a right file': ['extends: [sop, hardening]\nkubernetesVersion: 1.34\nrules: { go/over-limit: off }\n'],
  'a version with a patch, quoted': ['kubernetesVersion: "v1.34.2"\n'],
  'an unknown setting': ['extend: [sop]\n', ['extend', 'There is no setting "extend" here. Did you mean "extends"?']],
  'an unknown setting like no other': ['zebra: 1\n', ['zebra', 'There is no setting "zebra" here.']],
  'an unknown profile': [
    'extends: [stricter]\n',
    ['stricter', '"stricter" is not one of "minimal", "sop", "strict", "hardening". Did you mean "strict"?'],
  ],
  'a profile that is not in a list': ['extends: strict\n', ['strict', 'This has to be a list.']],
  'an unknown rule': [
    'rules:\n  go/over-limits: off\n',
    ['go/over-limits', 'There is no rule "go/over-limits". Did you mean "go/over-limit"?'],
  ],
  'an unknown severity': [
    'rules:\n  go/over-limit: warn\n',
    ['warn', '"warn" is not one of "off", "error", "warning", "information", "hint". Did you mean "warning"?'],
  ],
  'a rule without a value': [
    'rules:\n  go/over-limit:\n',
    ['go/over-limit', 'This has to be one of "off", "error", "warning", "information", "hint".'],
  ],
  'an unknown key of a rule': [
    'rules:\n  go/headroom:\n    severities: off\n',
    ['severities', 'There is no setting "severities" here. Did you mean "severity"?'],
  ],
  'an option of another rule': [
    'rules:\n  go/over-limit:\n    options: { maxRatio: 1 }\n',
    ['options', 'There is no setting "options" here, only "severity".'],
  ],
  'an unknown option': [
    'rules:\n  go/headroom: { options: { maxratio: 1 } }\n',
    ['maxratio', 'There is no option "maxratio" here. Did you mean "maxRatio"?'],
  ],
  'an option that is too large': ['rules:\n  go/headroom: { options: { maxRatio: 90 } }\n', ['90', '90 is more than 1, the most allowed.']],
  'an option that is too small': [
    'rules:\n  go/headroom: { options: { maxRatio: 0.01 } }\n',
    ['0.01', '0.01 is less than 0.1, the least allowed.'],
  ],
  'an option of the wrong type': ['rules:\n  go/headroom: { options: { maxRatio: 90% } }\n', ['90%', 'This has to be a number.']],
  'a list where an object belongs': ['rules:\n  - go/over-limit\n', ['rules', 'This has to be an object.']],
  'an object that names no rule': [
    'externalObjects: [settings]\n',
    ['settings', '"settings" is not written like "ConfigMap/cluster-settings".'],
  ],
  'a version that is none': ['kubernetesVersion: latest\n', ['latest', '"latest" is not written like "1.34".']],
  'an override without rules': ['overrides:\n  - paths: [dev/]\n', ['paths: [dev/]', 'The key "rules" is missing.']],
  'several mistakes': [
    'zebra: 1\ncluster: { dns: bind }\n',
    ['zebra', 'There is no setting "zebra" here.'],
    ['bind', '"bind" is not one of "kube-dns", "openshift", "nodelocal".'],
  ],
};

describe('problems of a configuration file', () => {
  for (const [title, [yaml, ...expected]] of Object.entries(CASES)) {
    it(`marks ${title}`, () => {
      const { problems } = parseConfig(new SourceText('file:///.plimsoll.yaml', yaml), sampleRules);
      assert.deepEqual(
        problems.map(({ span, message }) => [yaml.slice(span.start, span.end), message]),
        expected,
      );
    });

    it(`is of one mind with a general validator about ${title}`, () => {
      const ajv = new Ajv({ allowUnionTypes: true });
      const root = parseYamlDocument(new SourceText('file:///.plimsoll.yaml', yaml)).root;
      assert.equal(ajv.validate(configSchema(sampleRules), root === undefined ? {} : plain(root)), expected.length === 0);
    });
  }

  it('marks broken YAML, and what is there twice', () => {
    const broken = parseConfig(new SourceText('file:///.plimsoll.yaml', 'extends: [sop\nrules: {}\n'), sampleRules);
    assert.notEqual(broken.problems.length, 0);
    const twice = 'exclude: []\nexclude: [a]\n';
    const { problems } = parseConfig(new SourceText('file:///.plimsoll.yaml', twice), sampleRules);
    assert.deepEqual(
      problems.map(({ span }) => span.start),
      [twice.lastIndexOf('exclude')],
    );
  });
});

/** A tree as an editor reads it, whose YAML takes `off` for a text. */
function plain(node: YamlNode): unknown {
  if (node.kind === 'map') return Object.fromEntries(node.entries().map(([key, value]) => [key, plain(value)]));
  if (node.kind === 'sequence') return node.items().map(plain);
  return node.text === 'off' ? 'off' : node.value;
}
