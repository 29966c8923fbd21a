import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from '../../server/src/engine/linter.js';
import { rules } from '../../server/src/rules/index.generated.js';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      env:
        - name: GOMEMLIMIT
          value: 460Mi
    - name: other
      env:
        - name: GOMEMLIMIT
          value: 460Mi
`;
const RULE = 'go/gomemlimit-invalid-unit';

describe('a suppression', () => {
  it('on the line hides what is found there', () => {
    assert.deepEqual(linesOf(RULE, replaced(10, `          value: 460Mi # plimsoll-ignore ${RULE} -- A test.`)), [14]);
  });

  it('on a line of its own hides what is found on the next line with content', () => {
    assert.deepEqual(linesOf(RULE, inserted(10, `# plimsoll-ignore ${RULE} -- A test.\n\n# Another comment.`)), [17]);
  });

  it('with -next hides what is found on the next line, also behind content', () => {
    assert.deepEqual(linesOf(RULE, replaced(9, `        - name: GOMEMLIMIT # plimsoll-ignore-next ${RULE} -- A test.`)), [14]);
  });

  it('with -file hides it everywhere, in other documents of the stream too', () => {
    assert.deepEqual(linesOf(RULE, `# plimsoll-ignore-file ${RULE} -- A test.\n${POD}---\n${POD}`), []);
  });

  it('with -start and -end hides it between them', () => {
    const text = inserted(10, `# plimsoll-ignore-start ${RULE} -- A test.`).split('\n');
    text.splice(11, 0, '# plimsoll-ignore-end');
    assert.deepEqual(linesOf(RULE, text.join('\n')), [16]);
  });

  it('as an annotation hides it in the object, and only there', () => {
    const annotated = POD.replace('  name: web\nspec', `  name: web\n  annotations:\n    plimsoll/ignore: ${RULE} -- A test.\nspec`);
    assert.deepEqual(linesOf(RULE, annotated), []);
    assert.deepEqual(linesOf(RULE, `${annotated}---\n${POD}`), [27, 31]);
  });

  it('of a whole group hides each of its rules', () => {
    assert.deepEqual(linesOf(RULE, `# plimsoll-ignore-file go/* -- A test.\n${POD}`), []);
  });

  it('names several rules at once', () => {
    assert.deepEqual(linesOf(RULE, inserted(10, `# plimsoll-ignore selector/missing, ${RULE} -- A test.`)), [15]);
  });

  it('without a reason hides nothing, and says so', () => {
    const text = inserted(10, `# plimsoll-ignore ${RULE}`);
    assert.deepEqual(linesOf(RULE, text), [11, 15]);
    assert.deepEqual(linesOf('meta/unused-suppression', text), [10]);
  });

  it('that hides nothing is found, and a used one is not', () => {
    assert.deepEqual(linesOf('meta/unused-suppression', inserted(3, `# plimsoll-ignore ${RULE} -- A test.`)), [3]);
    assert.deepEqual(linesOf('meta/unused-suppression', inserted(10, `# plimsoll-ignore ${RULE} -- A test.`)), []);
  });
});

/** One-based lines on which a rule finds something in a manifest. */
function linesOf(ruleId: string, text: string): number[] {
  const linter = new Linter({
    rules,
    onRuleCrash: (_rule, _uri, error) => {
      throw error;
    },
  });
  linter.update({ uri: 'file:///w/pod.yaml', text });
  const report = linter.report('file:///w/pod.yaml');
  return (report?.reports ?? []).filter(({ rule }) => rule.id === ruleId).map(({ span }) => (report?.source.lineAt(span.start) ?? 0) + 1);
}

/** The Pod with a line put before a one-based line, or in its place. */
function inserted(line: number, text: string): string {
  return POD.split('\n')
    .toSpliced(line - 1, 0, text)
    .join('\n');
}

function replaced(line: number, text: string): string {
  return POD.split('\n')
    .toSpliced(line - 1, 1, text)
    .join('\n');
}
