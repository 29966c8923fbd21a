import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findBaseImage, isGoToolchain } from '../../server/src/dockerfile/base-images.js';
import { builtImageOf } from '../../server/src/dockerfile/built-image.js';
import type { Dockerfile } from '../../server/src/dockerfile/dockerfile.js';
import { goCommandsOf, goFlag } from '../../server/src/dockerfile/go-commands.js';
import { parseImageReference } from '../../server/src/dockerfile/image-reference.js';
import { parseDockerfile } from '../../server/src/dockerfile/parse-dockerfile.js';
import { commandsOf } from '../../server/src/dockerfile/shell-commands.js';
import { ancestryOf, baseOf, contributorsOf, finalStageOf } from '../../server/src/dockerfile/stage.js';
import { commandOf, exposedPortsOf, shellAt, userOf } from '../../server/src/dockerfile/stage-state.js';
import { environmentOf, expandedWord } from '../../server/src/dockerfile/stage-variables.js';
import { SourceText } from '../../server/src/text/source-text.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageReference', () => {
  for (const [text, name, tag, digest] of [
    ['golang', 'golang', undefined, undefined],
    ['docker.io/library/golang:1.25', 'golang', '1.25', undefined],
    ['index.docker.io/acme/web', 'acme/web', undefined, undefined],
    ['localhost:5000/web', 'localhost:5000/web', undefined, undefined],
    ['example.com:5000/a/b:v1', 'example.com:5000/a/b', 'v1', undefined],
    [`gcr.io/distroless/static:nonroot@${DIGEST}`, 'gcr.io/distroless/static', 'nonroot', DIGEST],
    [`alpine@${DIGEST}`, 'alpine', undefined, DIGEST],
  ] as const)
    it(`reads ${text}`, () => {
      const reference = parseImageReference(text, 10);
      assert.deepEqual([reference?.name, reference?.tag, reference?.digest], [name, tag, digest]);
      const part = (span: { start: number; end: number } | undefined) => span && text.slice(span.start - 10, span.end - 10);
      assert.deepEqual([part(reference?.tagSpan), part(reference?.digestSpan)], [tag, digest]);
      assert.ok(text.startsWith(part(reference?.nameSpan) ?? '-'));
    });

  for (const text of ['', ':1', 'Golang', 'a:b:c', 'a@sha256:12', 'a//b', `\${X}`, 'a:', 'a b'])
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseImageReference(text), undefined));
});

describe('stages', () => {
  it('resolves names, numbers and images', () => {
    const file = parse(
      'FROM golang AS Build\nFROM build AS test\nFROM scratch\nCOPY --from=0 /a /a\nCOPY --from=TEST /b /b\nCOPY --from=alpine:3.22 /c /c\nRUN --mount=type=bind,from=build,target=/x true\n',
    );
    const final = finalStageOf(file)!;
    assert.deepEqual([...contributorsOf(final)].map(({ index }) => index).sort(), [0, 1, 2]);
    assert.equal(baseOf(final).kind, 'scratch');
    assert.deepEqual(
      ancestryOf(file.stages[1]!).stages.map(({ index }) => index),
      [1, 0],
    );
  });

  it('expands the arguments before the first FROM by their defaults', () => {
    assert.equal(baseName(`ARG V=1.25\nARG IMAGE=golang:$V-alpine\nFROM \${IMAGE}\n`), 'golang:1.25-alpine');
    assert.equal(baseName(`FROM \${IMAGE:-golang}:1\n`), 'golang:1');
    assert.equal(baseName(`ARG IMAGE\nFROM \${IMAGE:-golang}:1\n`), 'golang:1');
    assert.equal(baseName('ARG IMAGE\nFROM $IMAGE\n'), undefined);
    assert.equal(baseName(`ARG V=1.25.3\nFROM golang:\${V%.*}\n`), 'golang:1.25');
    assert.equal(baseName(`ARG V=1.25.3\nFROM golang:\${V/.3/}\n`), 'golang:1.25');
    assert.equal(baseName('FROM base-$TARGETARCH\n'), undefined);
  });

  it('follows ENV and ARG through the stages of a file', () => {
    const file = parse(
      `ARG G=7\nFROM scratch AS a\nARG G\nARG N=1\nENV A=$N B="x y" C=$A\nENV D=$A\nFROM a\nARG P\nENV E=$B F=$P H=\${P:-h} I=$G\nUSER $N:\${N}\n`,
    );
    const final = finalStageOf(file)!;
    assert.deepEqual(Object.fromEntries(environmentOf(final)), { A: '1', B: 'x y', C: '', D: '1', E: 'x y', F: undefined, H: 'h', I: '7' });
    assert.equal(userOf(final).value, '1:1');
  });

  it('cannot know what the base image may set', () => {
    const final = finalStageOf(parse('FROM golang\nUSER $GOPATH\n'))!;
    assert.equal(userOf(final).value, undefined);
    assert.equal(expandedWord('plain', final, final.instructions[0]!), 'plain');
  });

  it('finds the user, the command and the ports that hold', () => {
    const file = parse(
      'FROM alpine AS base\nUSER 10\nEXPOSE 80 53/udp 1-2\nCMD ["a"]\nSHELL ["/bin/bash", "-c"]\nFROM base\nENTRYPOINT b\nEXPOSE 81\n',
    );
    const final = finalStageOf(file)!;
    assert.equal(userOf(final).value, '10');
    assert.equal(commandOf(final).command, undefined);
    assert.equal(commandOf(final).entrypoint?.instruction.keyword, 'ENTRYPOINT');
    assert.equal(shellAt(final, final.instructions[0]!)?.json?.[0]?.text, '/bin/bash');
    assert.deepEqual(
      exposedPortsOf(final).map(({ number, protocol }) => `${number}/${protocol}`),
      ['81/TCP', '80/TCP', '53/UDP'],
    );
    assert.equal(userOf(finalStageOf(parse('FROM gcr.io/distroless/static:nonroot\n'))!).value, '65532');
    assert.equal(userOf(finalStageOf(parse('FROM example.com/private\n'))!).value, undefined);
  });
});

describe('base images', () => {
  const facts = (text: string) => findBaseImage(parseImageReference(text)!);

  it('tells the variants of an image apart', () => {
    assert.deepEqual([facts('golang:1.25')?.libc, facts('golang:1.25-alpine')?.libc], ['glibc', 'musl']);
    assert.equal(facts('golang:1.25-windowsservercore'), undefined);
    assert.deepEqual(
      [facts('gcr.io/distroless/static')?.user, facts('gcr.io/distroless/static-debian12:debug-nonroot')?.user],
      ['0', '65532'],
    );
    assert.equal(facts('gcr.io/distroless/base:debug')?.debugShell, '/busybox/sh');
    assert.deepEqual([facts('cgr.dev/acme/static')?.user, facts('cgr.dev/chainguard/go')?.user], ['65532', '0']);
    assert.equal(facts('public.ecr.aws/docker/library/alpine:3')?.packageManager, 'apk');
    assert.equal(facts('registry.access.redhat.com/ubi9-minimal:9.6')?.packageManager, 'microdnf');
    assert.equal(facts('example.com/alpine'), undefined);
  });

  it('does not guess the variant behind a digest', () => {
    assert.equal(facts(`gcr.io/distroless/static@${DIGEST}`)?.user, undefined);
    assert.equal(facts(`gcr.io/distroless/static:nonroot@${DIGEST}`)?.user, '65532');
    assert.deepEqual([facts(`golang@${DIGEST}`)?.libc, facts(`golang@${DIGEST}`)?.hasGo], [undefined, true]);
    assert.equal(isGoToolchain(parseImageReference('example.com/base/golang:1')!), true);
  });
});

describe('commandsOf', () => {
  for (const [text, expected] of [
    ['RUN a && b c; d | e', ['a', 'b c', 'd', 'e']],
    ['RUN cd x && CGO_ENABLED=0 go build -o "/a b" ./... > log 2>&1', ['cd x', 'go build -o /a b ./...']],
    ['RUN if [ "$X" ]; then a; else b; fi; c', ['[ $X ]?', 'a?', 'b?', 'c']],
    ['RUN for i in 1 2; do a $i; done && b', ['a $i?', 'b']],
    ['RUN case $X in a) b;; c|d) e ;; esac; f', ['b?', 'e?', 'f']],
    ['RUN (cd a; b) && c || d', ['cd a?', 'b?', 'c', 'd?']],
    ['RUN echo $(go env GOOS) `b` # c', ['echo $(go env GOOS) `b`']],
    ['RUN ["go", "build"]', ['go build']],
    ["RUN sh -ec 'a && b'", ['sh -ec a && b', 'a', 'b']],
    ['RUN <<EOF\nset -e\ncat <<X > y\nnot a command\nX\na \\\n  b\nEOF', ['set -e', 'cat', 'a b']],
    ['RUN bash -e <<-EOF\n\ta\n\tEOF', ['a']],
    ['RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
    ['RUN python3 <<EOF\nimport os\nEOF', ['python3']],
    ['RUN f() { a; }; f', ['a?', 'f']],
    ['RUN a "b', ['a b']],
    ["RUN echo 'a", ['echo a']],
    [`RUN echo \${a`, [`echo \${a`]],
    ['RUN )(', []],
  ] as const)
    it(`reads ${JSON.stringify(text)}`, () => {
      const instruction = parse(`FROM a\n${text}\n`).stages[0]!.instructions[0]!;
      const found = commandsOf(instruction).map(({ words, isCertain }) => words.map(word => word.text).join(' ') + (isCertain ? '' : '?'));
      assert.deepEqual(found, expected);
    });
});

describe('goCommandsOf', () => {
  it('sees flags, the environment, and where the command stands', () => {
    const file = parse(
      'FROM golang\nENV CGO_ENABLED=0\nARG GOOS=linux\nRUN go mod download -x\nRUN export GOARCH=arm64 && cd x && \\\n  GOFLAGS=-mod=vendor /usr/local/go/bin/go build -ldflags="-s -w" -o /a --tags x .\nRUN env CGO_ENABLED=1 xx-go install ./...\n',
    );
    const [download, build, install] = goCommandsOf(file.stages[0]!);
    assert.deepEqual([download?.subcommand, build?.subcommand, install?.subcommand], ['mod download', 'build', 'install']);
    assert.deepEqual(['CGO_ENABLED', 'GOOS', 'GOARCH', 'GOFLAGS', 'GOARM'].map(build!.environment), [
      '0',
      'linux',
      'arm64',
      '-mod=vendor',
      null,
    ]);
    assert.deepEqual(
      ['ldflags', 'o', 'tags', 'mod'].map(name => goFlag(build!, name)?.text),
      ['-s -w', '/a', 'x', undefined],
    );
    assert.equal(file.source.text.slice(build!.span.start, build!.span.end), '/usr/local/go/bin/go build');
    assert.deepEqual([install?.isPlain, install?.environment('CGO_ENABLED')], [false, '1']);
  });

  it('does not know what branches export, or what a command substitution gives', () => {
    const [first, second] = goCommandsOf(
      parse('FROM golang\nRUN if [ x ]; then export CGO_ENABLED=0; fi; go build\nRUN CGO_ENABLED=$(cat x) go build\n').stages[0]!,
    );
    assert.deepEqual([first?.environment('CGO_ENABLED'), second?.environment('CGO_ENABLED')], [undefined, undefined]);
  });
});

describe('builtImageOf', () => {
  const image = (text: string, path = 'shop/web/Dockerfile') => builtImageOf(parse(text), path);

  it('says what the image is', () => {
    assert.deepEqual(
      image('FROM golang AS b\nRUN go build\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=b /a /a\nEXPOSE 8080\nENV A=1\n'),
      {
        names: ['web'],
        isGo: true,
        user: '65532',
        hasShell: false,
        shell: undefined,
        brought: ['a'],
        program: undefined,
        exposedPorts: [{ number: 8080, protocol: 'TCP' }],
        environment: { A: '1' },
        bases: ['golang', 'gcr.io/distroless/static:nonroot'],
      },
    );
  });

  it('is sure of another language only where nothing is hidden', () => {
    assert.equal(image('FROM python:3\n').isGo, false);
    assert.equal(image('FROM node AS b\nFROM golang\nFROM scratch\nCOPY --from=b /a /a\n').isGo, false);
    assert.equal(image('FROM alpine\nCOPY app /app\n').isGo, undefined);
    assert.equal(image('FROM python:3\nRUN make\n').isGo, undefined);
    assert.equal(image('').isGo, undefined);
  });

  for (const [path, names] of [
    ['Dockerfile', []],
    ['web/Dockerfile', ['web']],
    ['web.Dockerfile', ['web']],
    ['shop/Dockerfile.web', ['web', 'shop-web']],
    ['shop/build/package/Dockerfile', ['shop']],
  ] as const)
    it(`names the image of ${path}`, () => assert.deepEqual(image('FROM a\n', path).names, names));
});

function parse(text: string): Dockerfile {
  return parseDockerfile(new SourceText('file:///Dockerfile', text));
}

function baseName(text: string): string | undefined {
  const base = baseOf(finalStageOf(parse(text))!);
  return base.kind === 'image' ? base.reference.text : undefined;
}
