import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { readTolerantly } from '../../server/src/yaml/cst-reader.js';
import { readEvents } from '../../server/src/yaml/event-reader.js';
import { documentOf } from '../../server/src/yaml/parse-yaml-document.js';
import type { SyntaxTree } from '../../server/src/yaml/syntax-node.js';
import type { YamlNode } from '../../server/src/yaml/yaml-node.js';
import { cutYamlStream } from '../../server/src/yaml/yaml-stream.js';

const TEXTS: readonly string[] = [
  // Documents.
  '',
  '\n',
  '# only\n',
  '---\n',
  '--- # c\n',
  '---\n# c\n...\n# d\n',
  '--- text\n',
  '--- |\n  a\n',
  '--- &a !!map\nb: 1\n',
  '---\n- a\n',
  '--- {a: 1}\n...\n',
  '# top\n\n---\na: 1\n',
  '%YAML 1.2 # c\n%TAG !e! tag:example.com,2000:\n# c\n---\na: !e!b c\n',
  '\uFEFFa: 1\n',
  '\uFEFF# c\na: 1\n',
  '\uFEFF---\na: 1\n',
  'text',
  '"a b"',
  "'it''s'\n",
  '~',
  '  a: 1\n  b: 2\n',
  // Block collections.
  'a: 1\nb:\n  c: 2\n  d:\n    e: 3\n',
  'a:\n- 1\n- b: 2\n  c: 3\n-\n- - 4\n  -   5\n  - - 6\nd:\n  - e\n',
  '- a: 1\n  b:\n  - c\n- -\n- - - d\n',
  '-   a:   1\n    b:   2\n',
  'a:\nb:\n\nc:\n',
  'a:\n  - b:\n    c:\n  -\n',
  'a: 1\na: 2\nb: 3\na: 4\n',
  'a : 1\n"b" : 2\n\'c\'   : 3\n',
  '? a\n? b\n: c\n? - d\n: - e\n',
  '? a\n  b\n: c\n',
  '? |\n  a\n: b\n',
  '?\n  ? a\n: b\n',
  '? ? a\n: b\n',
  '? a # c\n# d\n: # e\n  b # f\n',
  '- ? a\n  : b\n  c: d\n',
  '? {a: b}\n: [c]\n[d]: e\n{f: g}: h\n',
  ': a\n',
  '- : a\n-  b: c\n',
  // Flow collections.
  '[]',
  '{}',
  '[ ]\n',
  '{ # c\n}\n',
  '[a, "b", \'c\', d e]\n',
  '[a, [b, [c, {d: e}]], {}]\n',
  '{a: 1, "b":2, \'c\': 3, d: [4], e}\n',
  '{a, b: , "c", d: e, }\n',
  '[a: 1, b, {c: d}, "e":f]\n',
  '[{a: b}: c, [d]: e, {{f: g}: h}]\n',
  '[? a : b, ? c, ? {d: e} : f]\n',
  '{? a : b, ? c, : d}\n',
  '[: a, &x b: c, !t d: e, &y {f: g}: h]\n',
  '[\n  a, # c\n  # d\n  b,\n  c\n]\n',
  'x: {\n  "a": 1, # c\n\n  "b": [\n    2\n  ]\n  }\ny: [1,\n  2]\n',
  '{a: http://x/y, b: c:d, e: -f, g: ?h}\n',
  '{"a":"b","c":{"d":[1,2,{"e":null}]}}',
  '- {a: 1}\n- [b]\n-\n  - {c: d}\n',
  '[&a , !t , &b !u ]\n',
  '{a: &x , b: !t }\n',
  // Scalars.
  'a: b c\n  d\n\n  e # c\nf: g\n',
  'a:\n  b\n  c\nd: e\n',
  'a: "b\n  c\n\n  d \\\n  e"\nf: \'g\n  h\'\n',
  'a: "x # no"   # yes\nb: \'y # no\' # yes\nc: z#no # yes\n',
  '"a # b": c # d\n? "e\n  f"\n: g\n',
  'a: "\\u263A \\x41 \\n \\"q\\" \\\\"\n',
  'a: -1\nb: -c\n',
  'a: :b\nd: a:b\n',
  'a: "" # c\nb: \'\'\nc:\n',
  // Block scalars.
  'a: |\n  b\n  c\nd: e\n',
  'a: |-\n  b\n\n\nd: >+\n  e\n\n\nf: g\n',
  'a: |+\n\nb: >-\n\nc: |\n',
  'a: |2\n    b\n   c\nd: >1-\n  e\n',
  'a: |-2\n    b\n',
  'a: | # c\n  # no comment\n  b\n# comment\nd: e\n',
  '- |\n a\n- >\n  b\n   c\n\n  d\n- |+\n\n  e\n\n',
  'a: |\n  b\n # less indented\nc: d\n',
  'a: |\n\n\n  b\n  \n   \nc: d\n',
  'a:\n  - |\n    b\n  -   >-\n    c\nd: &x |\n  e\nf: !!str >\n  g\n',
  'a: |\n  b',
  'a: |\n  b\n  ',
  'a: |\n  x\tb\n',
  'data:\n  run.sh: |-\n    #!/bin/sh\n    echo "a: b" # c\n\n  other: 1\n',
  // Anchors, tags, aliases, merge keys.
  'a: &x 1\nb: *x\nc: [*x, *x]\n*x : d\n',
  'a: &x\n  b: 1\nc: *x\nd: &y\n- 1\ne: *y\n',
  'a: &x {b: 1}\nc: {<<: *x, d: 2}\n',
  'a: &a\n  x: 1\nb: &b\n  x: 2\n  y: 3\nc:\n  <<: [*a, *b]\n  z: 4\nd:\n  x: 5\n  <<: *b\ne:\n  <<: *a\n  <<: *b\n  x: 6\n',
  'a:\n  <<:\n    b: 1\n  "<<": 2\n',
  'a: &x\nb: *x\n',
  'a: &x !!str\nb: !!int &y 3\nc: !local\nd: !<tag:yaml.org,2002:str> e\nf: ! g\n',
  '&a a: &b b\n? &c c\n: &d d\n!t e: 1\n',
  '&m\na: 1\n',
  '- &i !t\n  a: 1\n- &j\n  - 2\n- !u\n  &k b: 3\n',
  'a: &x [1]\nb: &x [2]\nc: *x\n',
  'a: *nowhere\n',
  'a: &x [*x]\nb: &y\n  c: *y\n',
  // Comments.
  'a: # c\n  # d\n  b: 1 # e\n\n  # f\n# g\nc: 2\n  # h\n',
  '# a\n- # b\n  # c\n  d # e\n  # f\n- g\n# h',
  'a: 1 #\n#\n  #x\n',
  'a: [ # b\n  # c\n  d # e\n  , # f\n  g # h\n  # i\n  ] # j\n',
  'a:\n  b: c\n\n# d\n\ne:\n    f: g\n#h',
  // Line breaks and characters.
  'a: 1\r\nb:\r\n  - c # d\r\n  - |\r\n    e\r\n\r\n    f\r\n# g\r\nh: "i\r\n  j"\r\n',
  'a: é\nb: "𝄞 x"\n𝄞: c # 𝄞\nd: 日本 # 語\ne: |\n  𝄞\n',
  'a:\t1\nb: 2\t# c\nc: d\te\n',
  'a: 1   \nb:   \n  - c   \n',
  // Text of Helm templates that happens to be YAML.
  'a: {{ .Values.a }}\nb: {{ .b }}\n',
  'a: "{{ .Values.a }}"\nb: x-{{ .b }}\nc: |\n  {{ toYaml . }}\n',
];

const RULES = join(import.meta.dirname, '../../../test/rules');

describe('both readers give the same tree', () => {
  for (const text of TEXTS) {
    it(JSON.stringify(text.length < 60 ? text : `${text.slice(0, 60)}…`), () => {
      assert.ok(readEvents(text), 'the fast reader reads it');
      assertSame(text);
    });
  }

  it('with carriage returns, and without a line break at the end', () => {
    for (const text of TEXTS) {
      assertSame(text.replace(/\r?\n/g, '\r\n'));
      assertSame(text.trimEnd());
    }
  });

  for (const name of readdirSync(RULES, { recursive: true, encoding: 'utf8' }).filter(each => each.endsWith('.md'))) {
    it(`of all YAML in ${name}`, () => {
      for (const [, text = ''] of readFileSync(join(RULES, name), 'utf8').matchAll(/^```ya?ml.*\n([\s\S]*?)^```$/gm)) {
        for (const { start, end } of cutYamlStream(text)) assertSame(text.slice(start, end));
      }
    });
  }
});

/** That the readers agree on a text, if it is well formed for both. */
function assertSame(text: string): void {
  const fast = readEvents(text);
  if (fast !== undefined) assert.deepEqual(rendered(text, fast), rendered(text, readTolerantly(text)));
}

function rendered(text: string, tree: SyntaxTree): readonly unknown[] {
  const { root, comments, errors } = documentOf(new SourceText('file:///a.yaml', text), tree);
  return [...(root === undefined ? [] : nodes(root)), ...comments, ...errors];
}

function nodes(node: YamlNode): unknown[] {
  const { path, kind, style, span, keySpan, entrySpan, value, text, anchor, tag, isShared } = node;
  const children = [...node.entries().map(([, child]) => child), ...node.items()];
  return [{ path, kind, style, span, keySpan, entrySpan, value, text, anchor, tag, isShared }, ...children.flatMap(nodes)];
}
