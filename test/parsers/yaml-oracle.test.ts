import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { realTool } from '../support/real-tool.js';
import { KEYS, NOT_FINITE, SCALARS } from './yaml-scalar-cases.js';

const kubectl = realTool('kubectl');
const skip = kubectl === undefined ? 'There is no kubectl: what YAML means was not compared with the real one (CONTRIBUTING.md)' : false;

describe('the real kubectl reads YAML as we do', { skip }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-kubectl-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The `spec` of an object of an unknown kind, so that nothing is converted. */
  function read(spec: string): { value: unknown; error: string } {
    const file = join(folder, 'object.yaml');
    writeFileSync(file, `apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec:\n${spec}`);
    const args = ['patch', '--local', '-f', file, '--type', 'merge', '-p', '{}', '-o', 'json'];
    const { stdout, stderr, status } = spawnSync(kubectl ?? '', args, { encoding: 'utf8' });
    return status === 0 ? { value: JSON.parse(stdout).spec, error: '' } : { value: undefined, error: stderr };
  }

  function assertSame(spec: string): void {
    const { value, error } = read(spec);
    assert.equal(error, '');
    const { root, errors } = parseYamlDocument(new SourceText('file:///a.yaml', `spec:\n${spec}`));
    assert.deepEqual(errors, []);
    assert.deepEqual(toJson(root?.get('spec')), value);
  }

  it('the table of scalars', () => {
    const items = SCALARS.map(([written]) => `- ${written}\n`).join('');
    assert.deepEqual(
      read(items).value,
      SCALARS.map(([, value]) => value),
    );
  });

  it('the table of keys', () => {
    const items = KEYS.map(([written]) => `- ${written}: 1\n`).join('');
    assert.deepEqual(
      read(items).value,
      KEYS.map(([, name]) => ({ [name]: 1 })),
    );
  });

  for (const [written] of NOT_FINITE) {
    it(`${written} is no value`, () => assert.match(read(`  a: ${written}\n`).error, /unsupported value/));
  }

  it('made-up numbers', () => {
    const signs = ['', '-', '+'];
    const digits = ['0', '1', '7', '8', '07', '08', '0_8', '12', '1_2', '0x1F', '0x', '0b10', '0b12', '0o7', '0o9', '00', '0b', '0xG'];
    const fractions = ['', '.', '.0', '.5', '._5', '_.5', '.e1'];
    const exponents = ['', 'e1', 'E+2', 'e-3', 'e', '_', 'e1_0', 'k'];
    const all = signs.flatMap(sign =>
      ['', ...digits].flatMap(digit => fractions.flatMap(fraction => exponents.map(exponent => sign + digit + fraction + exponent))),
    );
    assertSame(all.map(text => `- ${text}\n`).join(''));
  });

  it('short words', () => {
    const letters = ['y', 'Y', 'n', 'N', 'o', 'O', 'e', 'E', 's', 'S', 'f', 'F', 't', '~', '.', '0', 'x'];
    const pairs = letters.flatMap(first => letters.map(second => first + second));
    const triples = pairs.flatMap(pair => ['s', 'S', 'f', 'F', 'n'].map(third => pair + third));
    assertSame([...letters, ...pairs, ...triples].map(text => `- ${text}\n`).join(''));
  });

  it('merge keys', () => {
    assertSame(`  b: &b {p: 1, q: 2}
  c: &c {q: 3, r: 4}
  before: {p: own, <<: *b}
  after: {<<: *b, p: own}
  list: {<<: [*b, *c]}
  two: {<<: *b, <<: *c}
  quoted: {"<<": *b}
  inline: {<<: {p: 9}, z: 1}
  both: {p: own, <<: *b, <<: *c, p: own2}
  nested: {<<: {<<: *b, p: 7}, q: 8}
  tagged: {!!merge <<: *b}
`);
  });

  it('quotes, folds and block scalars', () => {
    assertSame(String.raw`  a: "x\ty \u263A \x41 \
      z

      w"
  b: 'it''s
    folded'
  c: plain
    folded

    twice
  d: |
    one
     two

  e: |+
    keep

  f: >-
    folded
    line

    other
      more

    end
  g: |2
      indented
  h: >+
    a

  i: !!str
  "j": [a, "b", 'c', {d: e}, f: g]
  k: {a, "b":1, c: , ? d : e}
`);
  });

  it('collections in brackets and quotes that go on without indentation', () => {
    assertSame(`  a: {
    b: 1
}
  c: {
d: [
1, # one ]
\t2, it's
], e: {
}}
  f: [x, {g: h
i, j: k}, "l
m", # n

 'o'
]
  p: last
`);
  });

  it('carriage returns on their own as line breaks', () => {
    const lines = ['  a: 1 # one', '  b: "x', '    y"', "  c: 'x", '', "    y'", '  d: {e: 1,', '    f: 2}', '  g: |', '    x', '    y'];
    assertSame([...lines, '  h: x', '    y', ''].join('\r'));
  });

  it('no key that does not stand on the line of its colon', () => {
    for (const spec of ['  a: [1\nb: 1]\n', '  a: {"b"\n: 1}\n', '  a: [{b: 1}\n: 2]\n', '  a: {b\n: 1}\n']) {
      assert.notEqual(read(spec).error, '', spec);
      assert.notDeepEqual(parseYamlDocument(new SourceText('file:///a.yaml', `spec:\n${spec}`)).errors, [], spec);
    }
  });
});

function toJson(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'sequence') return node.items().map(toJson);
  return node.kind === 'map' ? Object.fromEntries(node.entries().map(([key, value]) => [key, toJson(value)])) : node.value;
}
