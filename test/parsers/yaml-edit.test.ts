import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SourceText } from '../../server/src/text/source-text.js';
import { applyEdits, type TextEdit } from '../../server/src/text/text-edit.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import { appendEntry, appendItem, insertEntry, removeEntry, renameKey, replaceScalar, setIn } from '../../server/src/yaml/yaml-edit.js';
import type { PathSegment, ScalarValue, YamlDocument, YamlNode } from '../../server/src/yaml/yaml-node.js';

type Edit = (root: YamlNode) => TextEdit | undefined;
/** `after` is `undefined` where the edit must not be made. */
type Case = readonly [title: string, before: string, edit: Edit, after: string | undefined];

const set =
  (path: readonly PathSegment[], value: ScalarValue): Edit =>
  root =>
    replaceScalar(at(root, path), value);
const item =
  (path: readonly PathSegment[], ...lines: string[]): Edit =>
  root =>
    appendItem(at(root, path), lines);
const entry =
  (path: readonly PathSegment[], ...lines: string[]): Edit =>
  root =>
    appendEntry(at(root, path), lines);
const before =
  (path: readonly PathSegment[], key: string, ...lines: string[]): Edit =>
  root =>
    insertEntry(at(root, path), { before: key }, lines);
const after =
  (path: readonly PathSegment[], key: string, ...lines: string[]): Edit =>
  root =>
    insertEntry(at(root, path), { after: key }, lines);
const remove =
  (...path: PathSegment[]): Edit =>
  root =>
    removeEntry(at(root, path));
const rename =
  (path: readonly PathSegment[], key: string): Edit =>
  root =>
    renameKey(at(root, path), key);
const setting =
  (path: readonly PathSegment[], value: readonly string[] | ScalarValue): Edit =>
  root =>
    setIn(root, path, value);

const REPLACE: readonly Case[] = [
  ['keeps plain text plain', 'a: x # c\n', set(['a'], 'y z'), 'a: y z # c\n'],
  ['keeps double quotes', 'a: "x"\n', set(['a'], '8080'), 'a: "8080"\n'],
  ['keeps single quotes', "a: 'x'\n", set(['a'], "it's"), "a: 'it''s'\n"],
  ['keeps a number plain', 'a: 1\n', set(['a'], '2'), 'a: 2\n'],
  ['keeps a boolean plain', 'a: yes\n', set(['a'], 'false'), 'a: false\n'],
  ['quotes text that reads as a number', 'a: 500m\n', set(['a'], '2'), 'a: "2"\n'],
  ['quotes text that reads as a boolean', 'a: x\n', set(['a'], 'off'), 'a: "off"\n'],
  ['quotes text that reads as null', 'a: 1\n', set(['a'], '~'), 'a: "~"\n'],
  ['quotes as the document does', "a: x\nb: 'y'\n", set(['a'], '1'), "a: '1'\nb: 'y'\n"],
  ['quotes text that is not plain', 'a: x\n', set(['a'], 'b: c'), 'a: "b: c"\n'],
  ['quotes text with a number sign', 'a: x\n', set(['a'], 'b #c'), 'a: "b #c"\n'],
  ['quotes text that starts with an indicator', 'a: x\n', set(['a'], '*b'), 'a: "*b"\n'],
  ['quotes text that is empty', 'a: x\n', set(['a'], ''), 'a: ""\n'],
  ['uses single quotes for text with double ones', 'a: x\n', set(['a'], '"b": "c'), 'a: \'"b": "c\'\n'],
  ['escapes line breaks', 'a: x\n', set(['a'], 'b\nc'), 'a: "b\\nc"\n'],
  ['writes numbers plain', 'a: "x"\n', set(['a'], 8080), 'a: 8080\n'],
  ['writes booleans plain', 'a: x\n', set(['a'], true), 'a: true\n'],
  ['writes null plain', 'a: x\n', set(['a'], null), 'a: null\n'],
  ['fills an empty value', 'a:  # c\nb: 1\n', set(['a'], 'x'), 'a: x  # c\nb: 1\n'],
  ['fills an empty value behind an anchor', 'a: &x\n', set(['a'], 'z'), 'a: &x z\n'],
  ['fills an empty item', 'a:\n  -\n', set(['a', 0], 'x'), 'a:\n  - x\n'],
  ['fills an empty value in flow style', '{a: , b}\n', set(['a'], 'x'), '{a: x , b}\n'],
  ['fills a lone key in flow style', '{a, b}\n', set(['b'], 'x'), '{a, b: x}\n'],
  ['knows that commas need quotes in flow style', 'a: [x]\n', set(['a', 0], 'y,z'), 'a: ["y,z"]\n'],
  ['knows that commas need no quotes in block style', 'a: x\n', set(['a'], 'y,z'), 'a: y,z\n'],
  ['replaces text of several lines', 'a: x\n  y\nb: 1\n', set(['a'], 'z'), 'a: z\nb: 1\n'],
  ['keeps an anchor', 'a: &x 1\n', set(['a'], 2), 'a: &x 2\n'],
  ['keeps a tag', 'a: !!str 1\n', set(['a'], '2'), 'a: !!str 2\n'],
  ['lets a tag decide', 'a: !t 1\n', set(['a'], 2), undefined],
  ['writes numbers behind the tag of numbers', 'a: !!int 1\n', set(['a'], 2), 'a: !!int 2\n'],
  ['writes one line in place of a block scalar', 'a: |\n  x\n\nb: 1\n', set(['a'], 'z'), 'a: z\n\nb: 1\n'],
  ['keeps a block scalar for several lines', 'a: |- # c\n    x\n', set(['a'], 'y\n z\n'), 'a: | # c\n    y\n     z\n'],
  ['does not lose a comment of a block scalar', 'a: |- # c\n    x\n', set(['a'], 'y'), undefined],
  ['keeps carriage returns', 'a: |\r\n  x\r\n', set(['a'], 'y\nz\n'), 'a: |\r\n  y\r\n  z\r\n'],
  ['leaves aliases alone', 'a: &x 1\nb: *x\n', set(['b'], 2), undefined],
  ['leaves collections alone', 'a: [1]\n', set(['a'], 2), undefined],
];

const APPEND: readonly Case[] = [
  ['adds an item', 'a:\n  - x\nb: 1\n', item(['a'], 'y'), 'a:\n  - x\n  - y\nb: 1\n'],
  ['adds an item of several lines', 'a:\n- x: 1\n', item(['a'], 'x: 2', 'z:', '  - 3'), 'a:\n- x: 1\n- x: 2\n  z:\n  - 3\n'],
  ['keeps the comment of the last item', 'a:\n  - x # c\n', item(['a'], 'y'), 'a:\n  - x # c\n  - y\n'],
  ['adds an item where no line break ends the text', 'a:\n  - x', item(['a'], 'y'), 'a:\n  - x\n  - y'],
  ['adds an item with carriage returns', 'a:\r\n  - x\r\n', item(['a'], 'y: 1', 'z: 2'), 'a:\r\n  - x\r\n  - y: 1\r\n    z: 2\r\n'],
  [
    'adds an item below the comments of the last',
    'a:\n  - x\n    # of x\nb: 1\n',
    item(['a'], 'y'),
    'a:\n  - x\n    # of x\n  - y\nb: 1\n',
  ],
  ['adds an item above the comment of what follows', 'a:\n- x\n# of b\nb: 1\n', item(['a'], 'y'), 'a:\n- x\n- y\n# of b\nb: 1\n'],
  ['adds an item below a block scalar', 'a:\n  - |\n    x\n\nb: 1\n', item(['a'], 'y'), 'a:\n  - |\n    x\n  - y\n\nb: 1\n'],
  [
    'adds an item below the blank lines of a block scalar',
    'a:\n  - |+\n    x\n\nb: 1\n',
    item(['a'], 'y'),
    'a:\n  - |+\n    x\n\n  - y\nb: 1\n',
  ],
  ['adds an item below blank lines at the end', 'a:\n  - |+\n    x\n\n', item(['a'], 'y'), 'a:\n  - |+\n    x\n\n  - y\n'],
  ['makes a sequence of an empty value', 'a: # c\nb: 1\n', item(['a'], 'x'), 'a: # c\n  - x\nb: 1\n'],
  ['makes a sequence as the document has them', 'b:\n- 1\na:\n', item(['a'], 'x: 1', 'y: 2'), 'b:\n- 1\na:\n- x: 1\n  y: 2\n'],
  ['makes a sequence of an empty one', 'a: [] # c\n', item(['a'], 'x'), 'a: # c\n  - x\n'],
  ['makes a sequence of null', 'a: null\n', item(['a'], 'x'), 'a:\n  - x\n'],
  ['adds an item in flow style', 'a: [x, y]\n', item(['a'], 'z'), 'a: [x, y, z]\n'],
  ['adds an item before a trailing comma', 'a: [x, y,]\n', item(['a'], 'z'), 'a: [x, y, z,]\n'],
  ['adds a map in flow style', 'a: [{ x: 1 }]\n', item(['a'], 'x: 2', 'y:', '  - p', '  - "q"'), 'a: [{ x: 1 }, { x: 2, y: [p, "q"] }]\n'],
  ['adds a map as narrow as the others', 'a: [{x: 1}]\n', item(['a'], 'x: 2'), 'a: [{x: 1}, {x: 2}]\n'],
  ['adds an item on a line of its own', 'a: [\n  x,\n  y # c\n]\n', item(['a'], 'z'), 'a: [\n  x,\n  y, # c\n  z\n]\n'],
  ['adds an item on a line of its own with a comma', 'a: [\n  x,\n  y, # c\n]\n', item(['a'], 'z'), 'a: [\n  x,\n  y, # c\n  z,\n]\n'],
  ['quotes for flow style', 'a: [x]\n', item(['a'], 'y,z'), 'a: [x, "y,z"]\n'],
  ['adds an entry', 'a:\n    b: 1\nc: 2\n', entry(['a'], 'd:', '  e: 3'), 'a:\n    b: 1\n    d:\n        e: 3\nc: 2\n'],
  ['adds an entry to the root', '# top\na: 1\n# end\n', entry([], 'b: 2'), '# top\na: 1\nb: 2\n# end\n'],
  [
    'adds an entry above comments that stand beside it',
    'a:\n  b: 1\n  # c: 2\nd: 3\n',
    entry(['a'], 'e: 4'),
    'a:\n  b: 1\n  e: 4\n  # c: 2\nd: 3\n',
  ],
  [
    'adds an entry below comments in the one above',
    'a:\n  b:\n    x: 1\n    # c: 2\n',
    entry(['a'], 'e: 4'),
    'a:\n  b:\n    x: 1\n    # c: 2\n  e: 4\n',
  ],
  ['adds an entry to an item', 'a:\n  - b: 1 # c\n  - b: 2\n', entry(['a', 0], 'd: 3'), 'a:\n  - b: 1 # c\n    d: 3\n  - b: 2\n'],
  ['adds an entry below one without a value', 'a:\n  b:\n', entry(['a'], 'd: 3'), 'a:\n  b:\n  d: 3\n'],
  ['makes a map of an empty value', 'a:\n  b:\n', entry(['a', 'b'], 'c: 1', 'd: 2'), 'a:\n  b:\n    c: 1\n    d: 2\n'],
  ['makes a map of an empty one', 'a:\n    b: {}\n', entry(['a', 'b'], 'c: 1'), 'a:\n    b:\n        c: 1\n'],
  ['makes a map of an empty item', 'a:\n  -\n', entry(['a', 0], 'c: 1', 'd: 2'), 'a:\n  - c: 1\n    d: 2\n'],
  ['keeps the anchor of what was empty', 'a: &x {}\n', entry(['a'], 'c: 1'), 'a: &x\n  c: 1\n'],
  ['adds an entry in flow style', 'a: { b: 1 }\n', entry(['a'], 'c: 2', 'd: x'), 'a: { b: 1, c: 2, d: x }\n'],
  ['adds an entry in flow style to an empty map', '{a: {}}\n', entry(['a'], 'c: 2'), '{a: {c: 2}}\n'],
  ['adds an entry to JSON', '{\n  "a": "x"\n}\n', entry([], 'b: w', 'c:', '  d: 1'), '{\n  "a": "x",\n  "b": "w", "c": { "d": 1 }\n}\n'],
  ['adds no block scalar to flow style', '{ a: 1 }\n', entry([], 'b: |', '  c'), undefined],
  [
    'moves block scalars as a whole',
    'a:\n    b: 1\n',
    entry(['a'], 'c:', '  d: |', '    x', '', '      y', '  e: 1'),
    'a:\n    b: 1\n    c:\n        d: |\n            x\n\n              y\n        e: 1\n',
  ],
  [
    'adds an entry behind merge keys',
    'x: &x\n  p: 1\na:\n  <<: *x\nb: 1\n',
    entry(['a'], 'c: 1'),
    'x: &x\n  p: 1\na:\n  <<: *x\n  c: 1\nb: 1\n',
  ],
  ['adds an entry behind a byte order mark', '\uFEFFa: 1\n', entry([], 'b:', '  c: 2'), '\uFEFFa: 1\nb:\n  c: 2\n'],
  ['adds an entry below a value that ends in spaces', 'a: |\n  x\n    \nb: 1\n', after([], 'a', 'c: 2'), 'a: |\n  x\n    \nc: 2\nb: 1\n'],
  ['adds nothing to a pair', '[a: 1]\n', entry([0], 'c: 1'), undefined],
  ['adds nothing to a pair whose key has braces', '[{a: 1}: b]\n', entry([0], 'c: 1'), undefined],
  ['adds nothing to a key without a colon', '? a\n', entry(['a'], 'c: 1'), undefined],
  ['adds nothing to a shared map', 'x: &x\n  p: 1\na: *x\n', entry(['a'], 'c: 1'), undefined],
  ['adds nothing to a scalar', 'a: 1\n', entry(['a'], 'c: 1'), undefined],
];

const INSERT: readonly Case[] = [
  ['inserts before an entry', 'a: 1\nb: 2\n', before([], 'b', 'c: 3'), 'a: 1\nc: 3\nb: 2\n'],
  ['inserts above the comment of an entry', 'a: 1\n# of b\nb: 2\n', before([], 'b', 'c: 3'), 'a: 1\nc: 3\n# of b\nb: 2\n'],
  ['inserts before the first entry', '# top\na: 1\n', before([], 'a', 'c: 3'), '# top\nc: 3\na: 1\n'],
  [
    'inserts before the first entry of an item',
    'x:\n  - a: 1\n',
    before(['x', 0], 'a', 'b:', '  c: 3'),
    'x:\n  - b:\n      c: 3\n    a: 1\n',
  ],
  ['inserts after an entry', 'a: # c\n  x: 1\nb: 2\n', after([], 'a', 'c: 3'), 'a: # c\n  x: 1\nc: 3\nb: 2\n'],
  [
    'inserts above the comment of the entry below',
    'a: 1\n  # of a\n# of b\nb: 2\n',
    after([], 'a', 'c: 3'),
    'a: 1\n  # of a\nc: 3\n# of b\nb: 2\n',
  ],
  ['inserts after the last entry', 'a: 1', after([], 'a', 'c: 3'), 'a: 1\nc: 3'],
  ['inserts before an entry in flow style', 'a: {b: 1, c: 2}\n', before(['a'], 'c', 'd: 3'), 'a: {b: 1, d: 3, c: 2}\n'],
  ['inserts after an entry in flow style', 'a: {b: 1, c: 2}\n', after(['a'], 'b', 'd: 3'), 'a: {b: 1, d: 3, c: 2}\n'],
  ['inserts before an entry on its own line', '{\n  "a": 1\n}\n', before([], 'a', 'b: x'), '{\n  "b": "x",\n  "a": 1\n}\n'],
  ['needs the key', 'a: 1\n', before([], 'b', 'c: 3'), undefined],
];

const REMOVE: readonly Case[] = [
  ['removes an entry', 'a: 1\nb:\n  c: 2\nd: 3\n', remove('b'), 'a: 1\nd: 3\n'],
  ['removes the last entry', 'a: 1\nb: 2\n', remove('b'), 'a: 1\n'],
  ['removes the last entry without a line break', 'a: 1\r\nb: 2', remove('b'), 'a: 1'],
  ['removes the first entry of an item', 'x:\n  - a: 1\n    b: 2\n', remove('x', 0, 'a'), 'x:\n  - b: 2\n'],
  ['keeps a merge key below the first entry', 'm: &m {}\nx:\n  - a: 1\n    <<: *m\n', remove('x', 0, 'a'), 'm: &m {}\nx:\n  - <<: *m\n'],
  ['removes an item', 'x:\n  - a: 1\n    b: 2\n  - 3\n', remove('x', 0), 'x:\n  - 3\n'],
  ['keeps the comments around', 'a: 1\n# of b\nb: 2\n# of c\nc: 3\n', remove('b'), 'a: 1\n# of b\n# of c\nc: 3\n'],
  ['does not lose a comment on the line', 'a: 1\nb: 2 # c\n', remove('b'), undefined],
  ['does not lose a comment inside', 'a: 1\nb:\n  # c\n  d: 2\n', remove('b'), undefined],
  ['knows number signs in values', 'a: 1\nb: "x # y"\n', remove('b'), 'a: 1\n'],
  ['knows number signs in block scalars', 'a: 1\nb: |\n  # y\n', remove('b'), 'a: 1\n'],
  ['leaves an empty map', 'a:\n  b: 1\nc: 2\n', remove('a', 'b'), 'a: {}\nc: 2\n'],
  ['leaves an empty sequence', 'a:\n- b\nc: 2\n', remove('a', 0), 'a: []\nc: 2\n'],
  ['leaves an empty map in an item', 'a:\n  - b: 1\n', remove('a', 0, 'b'), 'a:\n  - {}\n'],
  ['leaves an empty root', '# c\na: 1\n', remove('a'), '# c\n{}\n'],
  ['keeps the comment of a key', 'a: # c\n  b: 1\n', remove('a', 'b'), undefined],
  ['keeps a comment above the only item', 'a:\n# c\n- b\n', remove('a', 0), undefined],
  ['leaves an empty root below a marker', '---\na: 1\n', remove('a'), '---\n{}\n'],
  ['removes an entry whose value is an alias', 'a: &x 1\nb: *x\nc: 2\n', remove('b'), 'a: &x 1\nc: 2\n'],
  ['keeps what an alias refers to', 'a: &x 1\nb: *x\n', remove('a'), undefined],
  ['removes no merged entry', 'a: &x\n  p: 1\nb:\n  <<: *x\n', remove('b', 'p'), undefined],
  ['removes the first in flow style', '[a, b, c]\n', remove(0), '[b, c]\n'],
  ['removes the last in flow style', '{a: 1, b: 2}\n', remove('b'), '{a: 1}\n'],
  ['removes the last before a comma', '[\n  a,\n  b,\n]\n', remove(1), '[\n  a,\n]\n'],
  ['removes the first of several lines', '[\n  a,\n  b,\n]\n', remove(0), '[\n  b,\n]\n'],
  ['removes the only one in flow style', 'x: { a: 1 }\n', remove('x', 'a'), 'x: {}\n'],
  ['does not lose a comment in flow style', '[\n  a, # c\n  b,\n]\n', remove(0), undefined],
  ['removes blank lines that the text above would take', 'a: |+\n  x\n\nb: |\n  z\n\nc: 1\n', remove('b'), 'a: |+\n  x\n\nc: 1\n'],
  ['does not remove the root', 'a: 1\n', remove(), undefined],
];

const RENAME: readonly Case[] = [
  ['renames a key', 'a: 1 # c\n', rename(['a'], 'b'), 'b: 1 # c\n'],
  ['keeps the quotes of a key', '{"a": 1}\n', rename(['a'], 'b'), '{"b": 1}\n'],
  ['quotes a key that reads as a boolean', 'a: 1\n', rename(['a'], 'on'), '"on": 1\n'],
  ['renames the key of an alias', 'a: &x 1\nb: *x\n', rename(['b'], 'c'), 'a: &x 1\nc: *x\n'],
  ['renames a key without a value', 'a:\n  b:\n', rename(['a', 'b'], 'c.d/e'), 'a:\n  c.d/e:\n'],
  ['renames no merged key', 'a: &x\n  p: 1\nb:\n  <<: *x\n', rename(['b', 'p'], 'q'), undefined],
  ['renames no item', '[a]\n', rename([0], 'q'), undefined],
];

const SET: readonly Case[] = [
  ['replaces what is there', 'a:\n  b: 1\n', setting(['a', 'b'], 2), 'a:\n  b: 2\n'],
  ['adds a key', 'a:\n  b: 1\n', setting(['a', 'c'], 2), 'a:\n  b: 1\n  c: 2\n'],
  [
    'makes missing maps',
    'a:\n    b: 1\n',
    setting(['resources', 'limits', 'memory'], '512Mi'),
    'a:\n    b: 1\nresources:\n    limits:\n        memory: 512Mi\n',
  ],
  ['quotes what would read as a number', 'a: 1\n', setting(['b', 'cpu'], '2'), 'a: 1\nb:\n  cpu: "2"\n'],
  [
    'makes a missing sequence',
    'x:\n- a: 1\n',
    setting(['x', 0, 'env', '-'], ['name: N', 'value: v']),
    'x:\n- a: 1\n  env:\n  - name: N\n    value: v\n',
  ],
  [
    'adds to a sequence',
    'env:\n  - name: A\n',
    setting(['env', '-'], ['name: N', 'value: v']),
    'env:\n  - name: A\n  - name: N\n    value: v\n',
  ],
  ['adds at the index behind the last', 'env: [a]\n', setting(['env', 1], 'b'), 'env: [a, b]\n'],
  ['fills an empty value with lines', 'a:\nb: 1\n', setting(['a'], ['c:', '  - 1']), 'a:\n  c:\n    - 1\nb: 1\n'],
  ['fills an empty value with items', 'a:\nb: 1\n', setting(['a'], ['- c: 1', '  d: 2']), 'a:\n  - c: 1\n    d: 2\nb: 1\n'],
  ['makes missing maps in flow style', '{ "a": 1 }\n', setting(['b', 'c'], 'x'), '{ "a": 1, "b": { "c": "x" } }\n'],
  ['does not replace collections', 'a: [1]\n', setting(['a'], 2), undefined],
  ['does not go through scalars', 'a: x\n', setting(['a', 'b'], 2), undefined],
  ['does not skip indexes', 'a: [1]\n', setting(['a', 3], 2), undefined],
];

describe('YAML edits', () => {
  for (const [title, before, edit, after] of [...REPLACE, ...APPEND, ...INSERT, ...REMOVE, ...RENAME, ...SET]) {
    it(title, () => {
      const { root, errors, comments } = parse(before);
      assert.ok(root);
      assert.deepEqual(errors, [], 'the text before is well formed');
      const change = edit(root);
      const result = change && applyEdits(before, [change]);
      assert.equal(result, after);
      if (result === undefined) return;
      const again = parse(result);
      assert.deepEqual(again.errors, []);
      assert.deepEqual(
        again.comments.map(comment => comment.text),
        comments.map(comment => comment.text),
      );
    });
  }
});

function parse(text: string): YamlDocument {
  return parseYamlDocument(new SourceText('file:///a.yaml', text));
}

function at(root: YamlNode, path: readonly PathSegment[]): YamlNode {
  const node = root.find(...path);
  assert.ok(node, `there is something at ${path.join('.')}`);
  return node;
}
