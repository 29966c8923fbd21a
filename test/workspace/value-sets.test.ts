import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { valueSetsOf } from '../../server/src/workspace/value-sets.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';

const ROOT = 'file:///w/deploy';
const CHART = `${ROOT}/chart`;
const BASE = { 'chart/values.yaml': 'image: {}\nreplicas: 1\n' };

describe('value sets', () => {
  it('are the own values alone where there are no others', () => {
    assert.deepEqual(sets(BASE), ['values.yaml (default): ']);
  });

  it('are one for each overlay, and the own values beside a single one', () => {
    assert.deepEqual(sets({ ...BASE, 'chart/values-prod.yaml': 'replicas: 3\n' }), [
      'values.yaml (default): ',
      'values-prod.yaml (prod): values-prod.yaml',
    ]);
    assert.deepEqual(sets({ ...BASE, 'chart/values-prod.yaml': 'replicas: 3\n', 'chart/values.dev.yml': 'replicas: 1\n' }), [
      'values-prod.yaml (prod): values-prod.yaml',
      'values.dev.yml (dev): values.dev.yml',
    ]);
  });

  it('are found in folders in and beside the chart', () => {
    const found = sets({ ...BASE, 'chart/envs/prod/values.yaml': 'replicas: 3\n', 'staging/values.yaml': 'replicas: 2\n' });
    assert.deepEqual(found, [
      'envs/prod/values.yaml (prod): envs/prod/values.yaml',
      '../staging/values.yaml (staging): ../staging/values.yaml',
    ]);
  });

  it('are those of the tests, too', () => {
    assert.deepEqual(sets({ ...BASE, 'chart/ci/tls-values.yaml': 'tls: true\n' }), [
      'values.yaml (default): ',
      'ci/tls-values.yaml (ci): ci/tls-values.yaml',
    ]);
  });

  it('are not files of other charts, of subcharts, with other keys, or with secrets', () => {
    const others = {
      'other/Chart.yaml': '',
      'other/values.yaml': 'replicas: 3\n',
      'chart/charts/redis/values.yaml': 'replicas: 3\n',
      'chart/templates/values.yaml': 'replicas: 3\n',
      'chart/values-other.yaml': 'replicas: 3\ncluster: eu\n',
      'chart/values-secret.yaml': 'replicas: ENC[x]\nsops: {}\n',
      'chart/values-empty.yaml': '# Nothing.\n',
      'far/away/from/it/values.yaml': 'replicas: 3\n',
    };
    assert.deepEqual(sets({ ...BASE, ...others }), ['values.yaml (default): ']);
  });

  it('are those that are configured, if the chart has their files', () => {
    const files = { ...BASE, 'chart/values-prod.yaml': 'replicas: 3\n', 'eu.yaml': 'replicas: 5\n' };
    const configured = new Map([
      ['production', ['values.yaml', 'values-prod.yaml', '../eu.yaml']],
      ['kind', ['values-kind.yaml']],
    ]);
    assert.deepEqual(sets(files, configured), ['production (production): values-prod.yaml ../eu.yaml']);
    assert.deepEqual(sets(BASE, configured), ['values.yaml (default): ']);
  });
});

function sets(files: Readonly<Record<string, string>>, configured: ReadonlyMap<string, readonly string[]> = new Map()): string[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text]));
  const found = valueSetsOf({
    folder: CHART,
    valuesFiles: [...texts.keys()].filter(uri => uri.endsWith('.yaml') || uri.endsWith('.yml')),
    charts: new Set([CHART, ...[...texts.keys()].filter(uri => uri.endsWith('/Chart.yaml')).map(uri => uri.replace('/Chart.yaml', ''))]),
    rootOf: uri => {
      const text = texts.get(uri);
      return text === undefined ? undefined : parseYamlDocument(new SourceText(uri, text)).root;
    },
    configured,
    installed: [],
  });
  return found.map(({ name, environment, files: used }) => {
    const shown = used.map(uri => (uri.startsWith(`${CHART}/`) ? uri.slice(CHART.length + 1) : `..${uri.slice(ROOT.length)}`));
    return `${name} (${environment}): ${shown.join(' ')}`;
  });
}
