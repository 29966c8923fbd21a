import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Completion } from '../../server/src/features/chart/completion.js';
import { valuesCompletions } from '../../server/src/features/chart/values-completion.js';
import { applyEdits } from '../../server/src/text/text-edit.js';
import { chartAt } from './sample-chart.js';

const SCHEMA = JSON.stringify({
  properties: {
    mode: { enum: ['fast', 'safe'], description: 'How it works.' },
    image: { $ref: '#/definitions/image' },
    replicas: { description: 'From 1 to 9.' },
  },
  definitions: { image: { properties: { digest: { type: 'string' }, pull: { type: 'object' } } } },
});

interface Completed {
  readonly completions: readonly Completion[];
  /** The text after one of them is chosen. */
  readonly after: (label: string) => string;
}

function complete(text: string, name = 'values-prod.yaml', others: Readonly<Record<string, string>> = {}): Completed {
  const { chart, uri, offset, files } = chartAt({ ...others, [name]: text });
  const plain = files.find(file => file.name === name)?.text ?? '';
  const completions = valuesCompletions(chart, uri, plain, offset);
  const after = (label: string) => {
    const chosen = completions.find(completion => completion.label === label);
    assert.ok(chosen !== undefined, `${label} is offered`);
    return applyEdits(plain, [{ span: chosen.span, newText: chosen.insertion?.snippet ?? label }]);
  };
  return { completions, after };
}

function labels(text: string, name?: string, others?: Readonly<Record<string, string>>): string[] {
  return complete(text, name, others).completions.map(({ label }) => label);
}

describe('completion in files of values', () => {
  it('offers what the chart knows and the file does not have yet', () => {
    assert.deepEqual(labels('<|>'), ['replicas', 'image', 'ports', 'store', 'global']);
    assert.deepEqual(labels('rep<|>\nimage: {}\nglobal: {}'), ['replicas', 'ports', 'store']);
    assert.deepEqual(labels('image:\n  name: a\n  <|>\nreplicas: 1'), ['tag']);
    assert.deepEqual(labels('ports:\n  - <|>'), ['name', 'number']);
    assert.deepEqual(labels('ports:\n- name: a\n  nu<|>'), ['number']);
    assert.deepEqual(labels('im<|>age:\n  tag: a'), ['replicas', 'ports', 'store', 'global']);
  });

  it('knows the values of subcharts under their aliases, and what all charts share', () => {
    assert.deepEqual(labels('store:\n  <|>'), ['size', 'mode']);
    assert.deepEqual(labels('global:\n  <|>'), ['region']);
    assert.deepEqual(labels('si<|>', 'charts/cache/values.yaml'), ['size', 'mode']);
  });

  it('offers in values.yaml what templates read, Chart.yaml asks for and the schema names', () => {
    const others = {
      'Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: db\n    version: 1.0.0\n    condition: db.enabled\n    tags: [data]\n',
      'values.schema.json': SCHEMA,
      'values-prod.yaml': '',
      'templates/deployment.yaml': '{{ .Values.probe.path }}',
    };
    assert.deepEqual(labels('replicas: 1\n<|>', 'values.yaml', others), ['cache', 'mode', 'image', 'db', 'tags', 'global', 'probe']);
    assert.deepEqual(labels('db:\n  <|>', 'values.yaml', others), ['enabled']);
    assert.deepEqual(labels('probe:\n  <|>', 'values.yaml', others), ['path']);
    assert.deepEqual(labels('image:\n  <|>', 'values.yaml', others), ['digest', 'pull']);
  });

  it('writes the default behind a key, to be typed over, and opens maps and lists', () => {
    assert.equal(complete('r<|>').after('replicas'), 'replicas: ${1:2}');
    assert.equal(complete('image:\n    ta<|>').after('tag'), 'image:\n    tag: ${1:"1.4"}');
    assert.equal(complete('a:\r\n    b: 1\r\n<|>').after('image'), 'a:\r\n    b: 1\r\nimage:\r\n    ');
    assert.equal(complete('<|>').after('ports'), 'ports:\n  - ');
    assert.equal(complete('na<|>me: x', 'values.yaml', { 'values-prod.yaml': 'replicas: 1' }).after('replicas'), 'replicas: x');
    const on = { 'values.yaml': 'ready: true\nempty:\nlong: |\n  text\n' };
    assert.equal(complete('r<|>', undefined, on).after('ready'), 'ready: ${1|true,false|}');
    assert.equal(complete('e<|>', undefined, on).after('empty'), 'empty: ');
    assert.equal(complete('l<|>', undefined, on).after('long'), 'long: ');
    const odd = { 'values.yaml': 'a: "${x}, \\\\ |"\n' };
    assert.equal(complete('<|>', undefined, odd).after('a'), 'a: ${1:"\\${x\\}, \\\\\\\\ |"}');
  });

  it('indents a key as its map is indented', () => {
    const { completions, after } = complete('image:\n    tag: a\n  <|>\n');
    assert.equal(after('name'), 'image:\n    tag: a\n    name: ${1:shop}\n');
    assert.deepEqual(
      completions.map(({ insertion }) => insertion?.filter),
      ['  name'],
    );
    assert.equal(complete('replicas: 1\n  im<|>').after('image'), 'replicas: 1\nimage:\n  ');
  });

  it('tells the default, and what comments and the schema say', () => {
    const { completions } = complete('<|>', undefined, { 'values.schema.json': SCHEMA });
    const told = completions.map(({ label, detail, documentation }) => [label, detail, documentation]);
    assert.deepEqual(told[0], ['replicas', '2 in values.yaml', 'How many run.\n\nFrom 1 to 9.']);
    assert.deepEqual(told.at(-1), ['mode', undefined, 'How it works.']);
  });

  it('offers values that the schema lists, those of other files, and both of a boolean', () => {
    const others = { 'values.schema.json': SCHEMA, 'values-test.yaml': 'replicas: 9\n', 'values.yaml': 'replicas: 2\nready: false\n' };
    assert.deepEqual(labels('mode: <|>', undefined, others), ['"fast"', '"safe"']);
    assert.deepEqual(labels('replicas: <|>', undefined, others), ['2', '9']);
    assert.deepEqual(labels('ready: t<|>', undefined, others), ['false', 'true']);
    assert.equal(complete('ready: t<|>r # b', undefined, others).after('true'), 'ready: true # b');
    assert.deepEqual(labels('image: <|>'), []);
  });

  it('offers nothing in comments, texts, brackets and files that are no values', () => {
    for (const text of [
      '# re<|>',
      'a: |\n  re<|>',
      'a: "re<|>',
      'a: { re<|> }',
      'a: [<|>]',
      'a: b # re<|>',
      'nothing:\n  <|>',
      'a: *b<|>',
    ]) {
      assert.deepEqual(labels(text), [], text);
    }
    assert.deepEqual(labels('re<|>', 'templates/deployment.yaml'), []);
  });
});
