import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lintFiles, reportsOn } from './support/case-workspace.js';
import { readMarkers } from './support/markers.js';
import { type Case, parseSuite } from './support/suite.js';

const ROOT = join(import.meta.dirname, '../../test/rules');

/** Rules that say of something that it is not there. Where a rule says more than that, it is about the messages that match. */
const ABSENCE: readonly (readonly [rule: string, message: RegExp])[] = [
  ['config/configmap-missing', /^/],
  ['config/csi-provider-missing', /^/],
  ['config/secret-missing', /^/],
  ['gateway/backend-ref', /is defined nowhere|requests for this rule fail/],
  ['image/pull-secret', /^/],
  ['ingress/backend-service-missing', /^/],
  ['netpol/default-deny-missing', /^/],
  ['netpol/dns-tcp-missing', /^/],
  ['netpol/dns-udp-missing', /^/],
  ['netpol/egress-without-dns', /^/],
  ['netpol/one-sided', /^/],
  ['netpol/peer-matches-nothing', /^/],
  ['netpol/peer-other-namespace', /^/],
  ['netpol/selector-matches-nothing', /^/],
  ['netpol/workload-not-selected', /^/],
  ['observability/no-metrics', /^/],
  ['observability/servicemonitor-port', /^/],
  ['selector/service-no-match', /^/],
  ['selector/target-matches-nothing', /^/],
];

describe('where a base from elsewhere may bring it, nothing is said to be missing', () => {
  for (const [rule, pattern] of ABSENCE) {
    it(rule, () => {
      const { cases } = parseSuite(readFileSync(join(ROOT, `${rule}.md`), 'utf8'));
      const plain = cases.filter(({ files }) =>
        files.every(({ name, content }) => !/kustomization|Chart\.yaml/.test(name) && !content.includes('{{')),
      );
      const found = (remote: string) =>
        plain.flatMap(testCase => findings(rule, testCase, remote)).filter(message => pattern.test(message));
      assert.ok(found('').length > 0, 'it is said without such a base');
      assert.deepEqual(found('  - https://example.com/base?ref=v1\n'), []);
    });
  }
});

/** What a rule says about the build of a kustomization that lists the manifests of a case. */
function findings(rule: string, { files }: Case, remote: string): readonly string[] {
  const texts = files.map(({ name, content }) => ({ name, text: readMarkers(content).text }));
  const manifests = texts.filter(({ name }) => /(?<!\.plimsoll)\.ya?ml$/.test(name)).map(({ name }) => `  - ${name}\n`);
  const linter = lintFiles([...texts, { name: 'kustomization.yaml', text: `resources:\n${remote}${manifests.join('')}` }]);
  const reports = texts.flatMap(({ name }) => reportsOn(linter, name)).filter(report => report.rule.id === rule);
  return reports.filter(({ proposals }) => proposals.uri.includes('#')).map(({ message }) => message);
}
