import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emitYaml } from '../../server/src/kustomize/emit-yaml.js';
import { type BuildCase, buildFolder, readCases, writeExpected } from './build-case.js';

function built({ files }: BuildCase): string {
  const build = buildFolder(files);
  assert.deepEqual(
    build?.problems.map(({ message }) => message),
    [],
  );
  assert.deepEqual(build?.gaps, []);
  assert.deepEqual(build?.unreadSources, []);
  const textAt = ({ uri, span }: { uri: string; span: { start: number; end: number } }) =>
    files.get(uri.slice('file:///repo/'.length))?.slice(span.start, span.end);
  const { text, map } = emitYaml(build?.objects.map(({ root }) => root) ?? [], textAt);
  // The parts that are said to be copies are copies, and all that is not white space, a colon or a marker comes from somewhere.
  let end = 0;
  for (const { made, origin } of map.runs) {
    assert.match(text.slice(end, made.start), /^(?:[\s:]|---)*$/);
    if (origin.isExact) assert.equal(text.slice(made.start, made.end), textAt(origin.place));
    end = made.end;
  }
  return text;
}

describe('a build', () => {
  for (const example of readCases()) {
    it(example.name, () => {
      const text = built(example);
      if (process.env['UPDATE_FIXTURES'] === '1') writeExpected(example, text);
      else assert.equal(text, example.expected);
    });
  }
});
