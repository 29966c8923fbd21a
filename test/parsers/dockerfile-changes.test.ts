import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Dockerfile } from '../../server/src/dockerfile/dockerfile.js';
import { parseDockerfile } from '../../server/src/dockerfile/parse-dockerfile.js';
import { SourceText } from '../../server/src/text/source-text.js';

const TEXT = `# syntax=docker/dockerfile:1
# escape=\`
ARG VERSION=1
FROM golang:\${VERSION} AS build
# A comment.
RUN echo \`
# inside
  go build
RUN <<EOF
go vet
EOF
COPI . .
FROM scratch
COPY --from=build /app /app
CMD ["/app", 1]
RUN go test \`

# The end.
`;

describe('parseDockerfile after an edit', () => {
  it('reads the same as without what was read before, wherever something is typed', () => {
    const earlier = parseDockerfile(new SourceText('file:///Dockerfile', TEXT));
    for (const typed of ['x', '\n', ' `\n', '# x\n', 'FROM a\n', '<<EOF\n', ''])
      for (let offset = 0; offset <= TEXT.length; offset++) {
        const source = new SourceText('file:///Dockerfile', TEXT.slice(0, offset) + typed + TEXT.slice(typed === '' ? offset + 1 : offset));
        assert.deepEqual(contentOf(parseDockerfile(source, earlier)), contentOf(parseDockerfile(source)), JSON.stringify([typed, offset]));
      }
  });

  it('takes the instructions before the first change as they are', () => {
    const earlier = parseDockerfile(new SourceText('file:///Dockerfile', TEXT));
    const source = new SourceText('file:///Dockerfile', TEXT.replace('COPI', 'COPY'));
    const now = parseDockerfile(source, earlier);
    const kept = now.instructions.filter(instruction => earlier.instructions.includes(instruction));
    assert.deepEqual(
      kept.map(({ keyword }) => keyword),
      ['ARG', 'FROM', 'RUN', 'RUN'],
    );
  });
});

function contentOf({ directives, escape: escapeToken, instructions, comments, errors, marks, stages }: Dockerfile) {
  return {
    ...{ directives, escapeToken, comments, errors, marks },
    instructions: instructions.map(({ keyword, span, flags, words, heredocs, argument }) => [
      ...[keyword, span, flags, words, heredocs, argument.text],
      argument.spanOf(0, argument.text.length),
    ]),
    stages: stages.map(stage => [stage.index, stage.name, stage.instructions.length, stage.isFinal]),
  };
}
