import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GoList, GoMap, type Value } from '../../server/src/gotemplate/value.js';
import { valuesFileOf } from '../../server/src/helm/values-file.js';
import { SourceText } from '../../server/src/text/source-text.js';
import { parseYamlDocument } from '../../server/src/yaml/parse-yaml-document.js';
import type { YamlDocument, YamlNode } from '../../server/src/yaml/yaml-node.js';
import { mutate } from '../support/fuzz/mutate.js';
import { Random } from '../support/fuzz/random.js';

const VALUES = `# The values of a shop.
---
replicas: 1 # as few as possible
image:
  repository: shop
  tag: "1.2"   # quoted
  args: ["--verbose", '--port=8080']
# The ports.
ports:
- name: http
  port: 8080

- name: metrics
  port: 9090
config: |
  # No comment.
  level: info

folded: >-
  one
  two
empty:
"quoted key": yes
resources: {limits: {memory: 64Mi}, requests: {cpu: 10m}}
plain: several
  lines
tolerations: []
# At the end.
`;

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the name
  annotations:
    # About it.
    text: |+
      one

    folded: >
      a
       b
spec:
  template:
    spec:
      containers:
      - name: web
        image: "web:1"
        args:
          - --one
          - two
            three
          # between
          - 'four'
        env:
        -
          name: C
          value: &x d
        resources:
          limits:
            memory: 64Mi

          requests: {cpu: 1, memory: 2Mi}
        command:
        - - a
          - b
        - ? k
          : v
      # behind
      volumes:
        - {name: b,
           emptyDir: {}}
  replicas:
`;

const DOCUMENTS = [VALUES, MANIFEST, MANIFEST.replaceAll('\n', '\r\n'), VALUES.replaceAll('\n', '\r'), `\uFEFF${MANIFEST}`];

/** What people type, and what breaks things. */
const TYPED = [
  ' ',
  '\n',
  '  ',
  ':',
  ': ',
  '-',
  '- ',
  '#',
  ' #',
  '"',
  "'",
  '|',
  '>',
  '[',
  ']',
  '{',
  '}',
  ',',
  'a',
  '1',
  '\n\n',
  '&a ',
  '*a',
  '<<: ',
];
const LINES = [
  'key: value\n',
  '  nested: 1\n',
  '# comment\n',
  '---\n',
  '...\n',
  '- item\n',
  '\ttab: 1\n',
  'text: |\n',
  '? explicit\n',
  '%YAML 1.2\n',
  '\r\n',
  '        image: x\n',
  '      - name: y\n',
  '          - z\n',
  '   odd: 1\n',
];

describe('reading YAML again after an edit', () => {
  it('keeps what stands around the entry, however deep that is', () => {
    const source = new SourceText('web.yaml', MANIFEST);
    const [comment] = source.derive(parseYamlDocument).comments;
    const now = SourceText.after(source, MANIFEST.replace('64Mi', '128Mi')).derive(parseYamlDocument);
    assert.equal(now.comments[0], comment);
    assert.equal(now.root?.find('spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'memory')?.text, '128Mi');
  });

  it('reads what a fresh start reads, whatever was typed', () => {
    let kept = 0;
    for (let seed = 0; seed < 120; seed++) {
      const random = new Random(seed);
      let source = new SourceText('values.yaml', DOCUMENTS[seed % DOCUMENTS.length] ?? '');
      source.derive(parseYamlDocument);
      for (let edit = 0; edit < 8; edit++) {
        const before = source.derive(parseYamlDocument);
        source = SourceText.after(source, typed(random, source.text));
        const now = source.derive(parseYamlDocument);
        assert.deepEqual(
          describeDocument(now),
          describeDocument(parseYamlDocument(new SourceText('values.yaml', source.text))),
          source.text,
        );
        assert.deepEqual(
          describeValue(source.derive(valuesFileOf)),
          describeValue(valuesFileOf(new SourceText('values.yaml', source.text))),
          source.text,
        );
        if (sharesTree(before, now)) kept++;
        // What is broken seldom gets better by chance.
        if (now.errors.length > 0 && !random.chance(0.2)) source = SourceText.after(source, before.source.text);
      }
    }
    assert.ok(kept > 120, `few edits are quick: ${kept}`);
  });

  it('keeps the values that stand where they stood', () => {
    const source = new SourceText('values.yaml', VALUES);
    const before = source.derive(valuesFileOf);
    const now = SourceText.after(source, VALUES.replace('memory: 64Mi', 'memory: 128Mi')).derive(valuesFileOf);
    assert.equal(now.root.get('image'), before.root.get('image'));
    assert.notEqual(now.root.get('resources'), before.root.get('resources'));
    assert.notEqual(now.root.get('tolerations'), before.root.get('tolerations'));
  });
});

function typed(random: Random, text: string): string {
  if (random.below(12) === 0) return mutate(random, text, [VALUES, MANIFEST]);
  const at = random.below(text.length + 1);
  if (random.below(3) === 0) return text.slice(0, at) + text.slice(at + 1 + random.below(6));
  if (random.below(3) === 0) {
    const line = text.lastIndexOf('\n', at) + 1;
    return text.slice(0, line) + (random.pick(LINES) ?? '') + text.slice(line);
  }
  return text.slice(0, at) + (random.pick(TYPED) ?? '') + text.slice(at);
}

/** Whether the two have a node in common, as trees have of which only a part was read again. */
function sharesTree(before: YamlDocument, now: YamlDocument): boolean {
  return before.comments.some(comment => now.comments.includes(comment));
}

function describeDocument({ root, errors, comments, hasAliases }: YamlDocument): unknown {
  return { root: root && describeNode(root), errors, comments, hasAliases };
}

function describeNode(node: YamlNode): unknown {
  const { kind, style, span, keySpan, entrySpan, value, text, anchor, tag, path } = node;
  const below = [...node.entries().map(([key, child]) => [key, describeNode(child)]), ...node.items().map(describeNode)];
  return { kind, style, span, keySpan, entrySpan, value, text, anchor, tag, path, below };
}

function describeValue({ root, errors }: ReturnType<typeof valuesFileOf>): unknown {
  const describe = ({ data, origin }: Value): unknown => {
    if (data instanceof GoMap)
      return { origin, entries: [...data.entries].map(([key, value]) => [key, data.keyOrigin(key), describe(value)]) };
    return { origin, data: data instanceof GoList ? data.items.map(describe) : data };
  };
  return { root: describe({ data: root, origin: undefined }), errors };
}
