import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Dockerfile, Instruction } from '../../server/src/dockerfile/dockerfile.js';
import { parseDockerfile } from '../../server/src/dockerfile/parse-dockerfile.js';
import { SourceText } from '../../server/src/text/source-text.js';
import type { Span } from '../../server/src/text/span.js';

describe('parseDockerfile', () => {
  it('reads stages, names, flags and words with their places', () => {
    const file = parse('ARG V=1\nFROM --platform=$BUILDPLATFORM golang:$V as Build\nCOPY --chmod=0755 --link a b /c/\nFROM scratch\n');
    assert.deepEqual(errors(file), []);
    assert.deepEqual(file.globalArguments.map(words), [['V=1']]);
    assert.deepEqual(
      file.stages.map(({ index, name, isFinal }) => ({ index, name, isFinal })),
      [
        { index: 0, name: 'Build', isFinal: false },
        { index: 1, name: undefined, isFinal: true },
      ],
    );
    const [from, copy] = [file.stages[0]!.from, file.stages[0]!.instructions[0]!];
    assert.deepEqual(
      from.flags.map(flag => [flag.name, flag.value, at(file, flag.valueSpan!)]),
      [['platform', '$BUILDPLATFORM', '$BUILDPLATFORM']],
    );
    assert.deepEqual(words(copy), ['a', 'b', '/c/']);
    assert.deepEqual(
      copy.words.map(({ span }) => at(file, span)),
      ['a', 'b', '/c/'],
    );
    assert.deepEqual(
      copy.flags.map(({ name, value }) => [name, value]),
      [
        ['chmod', '0755'],
        ['link', undefined],
      ],
    );
  });

  it('joins continued lines and skips comments and blank lines between them', () => {
    const file = parse('FROM a\nRUN one \\\n  # why\n\n  two\\  \nthree \\\n');
    assert.equal(file.stages[0]!.instructions[0]!.argument.text, 'one   twothree');
    assert.deepEqual(
      file.comments.map(({ text }) => text),
      ['# why'],
    );
    assert.deepEqual(
      file.stages[0]!.instructions[0]!.words.map(({ span }) => at(file, span)),
      ['one', 'two\\  \nthree'],
    );
  });

  it('keeps places right after a byte order mark, with tabs and with CRLF', () => {
    const file = parse('\ufeffFROM a\r\n\trun\techo \\\r\n\tb\r\nUSER 1\r\n');
    assert.deepEqual(
      file.instructions.map(({ keyword, keywordSpan }) => [keyword, at(file, keywordSpan)]),
      [
        ['FROM', 'FROM'],
        ['RUN', 'run'],
        ['USER', 'USER'],
      ],
    );
    assert.deepEqual(
      file.instructions[1]!.words.map(({ span }) => at(file, span)),
      ['echo', 'b'],
    );
    assert.deepEqual(words(file.instructions[2]!), ['1']);
  });

  it('follows the directives at the top, and only there', () => {
    const file = parse('# syntax = docker/dockerfile:1\n# Escape=`\n# check=skip=all\n# A comment.\n# check=no\nFROM a\nRUN x `\n  y\n');
    assert.deepEqual(
      file.directives.map(({ name, value }) => [name, value]),
      [
        ['syntax', 'docker/dockerfile:1'],
        ['escape', '`'],
        ['check', 'skip=all'],
      ],
    );
    assert.deepEqual(
      file.comments.map(({ text }) => text),
      ['# A comment.', '# check=no'],
    );
    assert.equal(file.instructions[1]!.argument.text, 'x   y');
    assert.deepEqual(errors(parse('# escape=x\nFROM a\n')), ['# escape=x: The escape character must be \\ or `, not "x".']);
  });

  it('reads JSON arrays, and takes what is not quite one for a shell command', () => {
    const file = parse(
      'FROM a\nCMD [ "a\\tb" , "c d" ]\nENTRYPOINT [\'a\']\nCOPY ["a b", "/c"]\nHEALTHCHECK --retries=3 CMD ["x"]\nCMD []\n',
    );
    assert.deepEqual(errors(file), []);
    assert.deepEqual(
      file.stages[0]!.instructions.map(({ json }) => json?.map(({ text }) => text)),
      [['a\tb', 'c d'], undefined, ['a b', '/c'], ['x'], []],
    );
    assert.equal(at(file, file.stages[0]!.instructions[0]!.json![1]!.span), '"c d"');
  });

  it('splits arguments as each instruction does', () => {
    const file = parse('FROM a\nENV A b  c \nENV A="b c" D=e\\ f\nUSER a b\nARG X Y="1 2"\nRUN echo "a b" c\n');
    assert.deepEqual(file.stages[0]!.instructions.map(words), [
      ['A', 'b  c'],
      ['A="b c"', 'D=e\\ f'],
      ['a b'],
      ['X', 'Y="1 2"'],
      ['echo', '"a b"', 'c'],
    ]);
  });

  it('reads heredocs of every form', () => {
    const file = parse(
      'FROM a\nRUN <<A cat <<-\'B\' 3<<"C D"\nin a\nA\n\tin b\n\tB\nC D\nCOPY <<X \\\n  <<Y /d/\nY\nX\nX\nY\nRUN "<<NO"\nUSER <<NO\nONBUILD RUN <<E\nx\nE\n',
    );
    assert.deepEqual(errors(file), []);
    const heredocs = file.instructions.map(instruction =>
      instruction.heredocs.map(({ delimiter, body, expand, stripTabs }) => ({ delimiter, body, expand, stripTabs })),
    );
    assert.deepEqual(heredocs[1], [
      { delimiter: 'A', body: 'in a\n', expand: true, stripTabs: false },
      { delimiter: 'B', body: '\tin b\n', expand: false, stripTabs: true },
      { delimiter: 'C D', body: '', expand: false, stripTabs: false },
    ]);
    assert.deepEqual(
      heredocs[2]!.map(({ body }) => body),
      ['Y\n', 'X\n'],
    );
    assert.deepEqual(heredocs.slice(3, 5), [[], []]);
    assert.deepEqual(
      file.instructions[5]!.trigger!.heredocs.map(({ body }) => body),
      ['x\n'],
    );
    assert.equal(at(file, file.instructions[5]!.span), 'ONBUILD RUN <<E\nx\nE');
  });

  for (const [text, expected] of [
    ['', [': The Dockerfile has no instructions.']],
    ['\n  # nothing\n', ['# nothing: The Dockerfile has no instructions.']],
    ['ARG A\n', ['ARG: The Dockerfile has no FROM, so there is nothing to build.']],
    ['RUN x\nFROM a\n', ['RUN: RUN must come after a FROM.']],
    ['FROM\n', ['FROM: FROM needs an image.']],
    ['FROM a # why\n', ['# why: FROM takes an image, or an image, AS and a name.']],
    [
      'FROM a AS 1st\n',
      ['1st: "1st" is not a name for a stage: it must start with a letter and hold only letters, digits, "-", "_" and ".".'],
    ],
    ['FORM a\n', ['FORM: "FORM" is not an instruction. Did you mean "FROM"?']],
    ['FROM a\nRUN <<EOF\nx\n', ['RUN <<EOF: The heredoc "EOF" is not terminated.']],
    ['FROM a\nENV X\n', ['X: ENV needs a value for "X".']],
    ['FROM a\nENV A=1 B\n', ['B: "B" is not of the form name=value.']],
    ['FROM a\nCOPY x\n', ['x: COPY needs a destination too.']],
    ['FROM a\nCOPY --of=b x y\n', ['--of=b: COPY has no flag --of.']],
    ['FROM a\nCOPY --chwn=b x y\n', ['--chwn=b: COPY has no flag --chwn. Did you mean --chown?']],
    ['FROM a\nCMD ["a", 1]\n', ['["a", 1]: The array of CMD may hold only strings.']],
    ['FROM a\nONBUILD FROM b\n', ['FROM: ONBUILD cannot hold FROM.']],
    [
      'FROM a\nUSER\nSHELL bash\n',
      ['USER: USER needs an argument.', 'bash: SHELL takes an array of strings: ["executable", "parameter"].'],
    ],
    ['# syntax=example.com/dockerfile-x\nFROM a\nINCLUDE b\n', []],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(text)}`, () => assert.deepEqual(errors(parse(text)), expected));
  }

  it('never throws, whatever it is given', () => {
    const pieces = [
      'FROM ',
      'RUN ',
      'COPY ',
      '<<E',
      '\n',
      '\\\n',
      '"',
      "'",
      '[',
      ']',
      '--a=',
      '$',
      '{',
      '\r',
      '\t',
      '# ',
      'ENV a',
      '\0',
      '\ud800',
      'ONBUILD ',
      '`',
      'E\n',
    ];
    let seed = 1;
    const next = () => (seed = (seed * 48271) % 2147483647);
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: next() % 30 }, () => pieces[next() % pieces.length]).join('');
      for (const { span } of parse(text).errors) {
        assert.ok(!at(parse(text), span).includes('\n'), JSON.stringify(text));
        assert.ok(span.end > span.start || text.trim() === '', JSON.stringify(text));
      }
    }
  });
});

function parse(text: string): Dockerfile {
  return parseDockerfile(new SourceText('file:///Dockerfile', text));
}

function at(file: Dockerfile, span: Span): string {
  return file.source.text.slice(span.start, span.end);
}

function words(instruction: Instruction): string[] {
  return instruction.words.map(({ text }) => text);
}

function errors(file: Dockerfile): string[] {
  return file.errors.map(({ message, span }) => `${at(file, span)}: ${message}`);
}
