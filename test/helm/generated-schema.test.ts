import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { TracedText } from '../../server/src/gotemplate/traced-text.js';
import { type Data, GoList, GoMap, Int } from '../../server/src/gotemplate/value.js';
import type { ChartFile } from '../../server/src/helm/chart-file.js';
import { chartNamesOf } from '../../server/src/helm/chart-names.js';
import { ChartRenderer } from '../../server/src/helm/chart-renderer.js';
import { chartSourcesOf } from '../../server/src/helm/chart-sources.js';
import { generatedSchema } from '../../server/src/helm/generated-schema.js';
import { chartFilesIn, fixtureCharts, overlaysOf } from '../support/fixture-charts.js';
import { realTool } from '../support/real-tool.js';

function schemaFor(files: readonly ChartFile[]): string {
  const sources = chartSourcesOf('file:///w', files);
  assert.ok(sources !== undefined);
  return generatedSchema(chartNamesOf(sources));
}

/** The schema of one value `a`, from `values.yaml` and the files laid over it. */
function schemaOfValue(values: string, template = '', ...overlays: readonly string[]): unknown {
  const files = {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'values.yaml': values,
    'templates/a.yaml': template,
    ...Object.fromEntries(overlays.map((text, index) => [`values-${index}.yaml`, text])),
  };
  const text = schemaFor(Object.entries(files).map(([path, content]) => ({ uri: `file:///w/${path}`, path, text: content })));
  return JSON.parse(text).properties?.a;
}

describe('the schema that is generated from values', () => {
  it('has the types of the defaults, and descriptions from comments that are marked as such', () => {
    assert.deepEqual(schemaOfValue('a: 1'), { type: 'integer' });
    assert.deepEqual(schemaOfValue('a: 1.5'), { type: 'number' });
    assert.deepEqual(schemaOfValue('# -- Whether it\n# runs.\na: true'), { description: 'Whether it\nruns.', type: 'boolean' });
    assert.deepEqual(schemaOfValue('# a: 2\na: text'), { type: 'string' });
    assert.deepEqual(schemaOfValue('## @param a.b [string, nullable] The name\na:\n  b: x'), {
      type: 'object',
      properties: { b: { description: 'The name', type: 'string' } },
    });
  });

  it('leaves open what is null or empty', () => {
    assert.deepEqual(schemaOfValue('a:'), {});
    assert.deepEqual(schemaOfValue('a: {}', '', 'a: { b: 1 }'), { type: 'object' });
    assert.deepEqual(schemaOfValue('a: []', '', 'a: [1]'), { type: 'array' });
    assert.deepEqual(schemaOfValue('a: null', '', 'a: { b: 1 }'), {});
  });

  it('allows what environments set', () => {
    assert.deepEqual(schemaOfValue('a: 1', '', 'a: 500m', 'a: null'), { type: ['string', 'integer', 'null'] });
    assert.deepEqual(schemaOfValue('a: 1', '', 'a: 0.5'), { type: 'number' });
    assert.deepEqual(schemaOfValue('a: [{ b: 1 }]', '', 'a: [{ b: x, c: 1 }, z]'), {
      type: 'array',
      items: { type: ['object', 'string'], properties: { b: { type: ['string', 'integer'] } } },
    });
  });

  it('allows what the tests of the chart set', () => {
    const files = { 'Chart.yaml': 'name: shop\n', 'values.yaml': 'a: 1\n', 'ci/x-values.yaml': 'a: many\n', 'ci/other.yaml': 'a: [1]\n' };
    const text = schemaFor(Object.entries(files).map(([path, content]) => ({ uri: `file:///w/${path}`, path, text: content })));
    assert.deepEqual(JSON.parse(text).properties, { a: { type: ['string', 'integer'] } });
  });

  it('allows numbers for ports and for texts that are numbers', () => {
    assert.deepEqual(schemaOfValue('a:\n  nodePort: ""\n  level: "5"\n'), {
      type: 'object',
      properties: { nodePort: { type: ['string', 'integer'] }, level: { type: ['string', 'integer'] } },
    });
  });

  it('does not say what may stand in a map that templates write out as it is', () => {
    assert.deepEqual(schemaOfValue('a:\n  # -- How much.\n  limits: { cpu: 1 }\n  list: [{ b: 1 }]\n', '{{ .Values.a | toYaml }}'), {
      type: 'object',
      properties: { limits: { description: 'How much.', type: 'object' }, list: { type: 'array', items: { type: 'object' } } },
    });
    assert.deepEqual(schemaOfValue('a: { b: 1 }', '{{ toJson .Values | sha256sum }}'), {
      type: 'object',
      properties: { b: { type: 'integer' } },
    });
  });

  it('takes any name for a key', () => {
    assert.deepEqual(
      JSON.stringify(schemaOfValue('a: { __proto__: 1, "b.c": x }')),
      '{"type":"object","properties":{"__proto__":{"type":"integer"},"b.c":{"type":"string"}}}',
    );
  });
});

const charts = fixtureCharts().flatMap(({ name, folder }) => {
  const files = chartFilesIn(folder);
  return files.some(({ path }) => path === 'values.yaml') ? [{ name, folder, files, sets: [undefined, ...overlaysOf(files)] }] : [];
});

describe('a generated schema accepts the values of its chart', () => {
  for (const { name, files, sets } of charts) {
    it(name, () => {
      const text = schemaFor(files);
      assert.equal(schemaFor(files.toReversed().toReversed()), text, 'the same files give the same text');
      const validate = new Ajv({ strictTypes: false, allowUnionTypes: true }).compile(JSON.parse(text));
      const withSchema = [
        ...files.filter(({ path }) => path !== 'values.schema.json'),
        { uri: 'file:///schema', path: 'values.schema.json', text },
      ];
      for (const set of sets) {
        const chart = new ChartRenderer().render(withSchema, { name: 'values', files: set === undefined ? [] : [set] });
        assert.ok(validate(toJson(chart.values)), `${set?.path}: ${JSON.stringify(validate.errors)}`);
        assert.deepEqual(
          chart.problems.filter(({ message }) => message.includes('schema')),
          [],
        );
      }
    });
  }
});

const skip =
  realTool('helm') === undefined ? 'There is no helm: generated schemas were not tried with the real one (CONTRIBUTING.md)' : false;

describe('the real helm takes values by the generated schema', { skip }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-schema-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { name, folder: source, files, sets } of charts) {
    it(name, () => {
      const chart = join(folder, name);
      cpSync(source, chart, { recursive: true });
      writeFileSync(join(chart, 'values.schema.json'), schemaFor(files));
      for (const set of sets) assert.doesNotMatch(helmErrors(chart, set?.path), /schema/);
    });
  }

  it('and refuses others', () => {
    const chart = join(folder, 'refused');
    cpSync(fixtureCharts().find(({ name }) => name === 'web-service')?.folder ?? '', chart, { recursive: true });
    writeFileSync(join(chart, 'values.schema.json'), schemaFor(chartFilesIn(chart)));
    writeFileSync(join(chart, 'wrong.yaml'), 'replicaCount: many\n');
    assert.match(helmErrors(chart, 'wrong.yaml'), /replicaCount.*got string, want integer/);
  });
});

function helmErrors(chart: string, values: string | undefined): string {
  const args = ['template', 'name', chart, ...(values === undefined ? [] : ['-f', join(chart, values)])];
  try {
    execFileSync(realTool('helm') ?? '', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    return '';
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  }
}

function toJson(data: Data): unknown {
  if (data instanceof GoMap) return Object.fromEntries([...data.entries].map(([key, value]) => [key, toJson(value.data)]));
  if (data instanceof GoList) return data.items.map(item => toJson(item.data));
  if (data instanceof TracedText) return data.text;
  return data instanceof Int ? data.toNumber() : data;
}
