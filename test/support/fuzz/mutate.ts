import type { Random } from './random.js';

/** Texts longer than this are cut: what takes long here should do so because of how it is nested or repeated, not because it is big. */
const LONGEST = 60_000;

/** Changes a text in a few ways that people, tools and bad luck do. */
export function mutate(random: Random, text: string, others: readonly string[]): string {
  let result = text;
  for (let count = 1 + random.below(4); count > 0; count--) result = random.pick(MUTATIONS)(random, result, others);
  return result.slice(0, LONGEST);
}

type Mutation = (random: Random, text: string, others: readonly string[]) => string;

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  // Cut something out.
  (random, text) => replace(text, place(random, text, 12), ''),
  (random, text) => text.slice(0, random.below(text.length + 1)),
  (random, text) => onLines(text, lines => lines.splice(random.below(lines.length), 1 + random.below(3))),
  // Put something in.
  (random, text) => replace(text, place(random, text, 0), random.pick(CHARACTERS)),
  (random, text) => replace(text, place(random, text, 0), random.pick(WORDS)),
  (random, text, others) => replace(text, place(random, text, 0), chunk(random, random.pick(others) ?? '')),
  (random, text, others) => `${text}\n---\n${random.pick(others) ?? ''}`,
  // Replace something.
  (random, text) => replace(text, word(random, text), random.pick(WORDS)),
  (random, text) => replace(text, word(random, text), random.pick(VALUES)),
  (random, text) => replace(text, place(random, text, 3), random.pick(CHARACTERS)),
  // Move something.
  (random, text) => onLines(text, lines => lines.splice(random.below(lines.length), 0, lines[random.below(lines.length)] ?? '')),
  (random, text) => onLines(text, lines => lines.push(...lines.splice(random.below(lines.length), 2))),
  (random, text) => onLines(text, lines => shift(lines, random.below(lines.length), random.below(7) - 3)),
  (random, text) => onLines(text, lines => indentAll(lines, random.below(lines.length), random.below(6), random.below(4))),
  // Change how all of it is written.
  (_, text) => text.replaceAll('\n', '\r\n'),
  (_, text) => text.replaceAll('\n', '\r'),
  (_, text) => `\uFEFF${text}`,
  (_, text) => text.replaceAll('  ', '\t'),
  (_, text) => text.toUpperCase(),
  // Nest or repeat something, far more than anybody would.
  (random, text) => replace(text, place(random, text, 0), random.pick(NESTS).repeat(random.below(3000))),
  (random, text) => replace(text, place(random, text, 0), chunk(random, text).repeat(random.below(60))),
];

/** Single characters that mean something somewhere, or should mean nothing anywhere. */
const CHARACTERS = [
  ...['"', "'", ':', ': ', '#', ' #', '-', '- ', '[', ']', '{', '}', ',', '|', '>', '>-', '&', '*', '!', '%', '@', '`', '?', '? ', '~'],
  ...['\\', '\t', '\n', '\r', '\u0000', '\u0085', '\u2028', '\uFEFF', '\uD800', '😀', '$', '}}', '{{', '<%', '=', '<<', '\\\n'],
] as const;

/** Words of the languages. */
const WORDS = [
  ...[
    '\n---\n',
    '\n...\n',
    '&a ',
    '*a',
    '<<: *a\n',
    '!!binary ',
    '!!str ',
    '|2-\n',
    '>+\n',
    '? a\n: b\n',
    '%YAML 1.2\n---\n',
    '{a: *a}',
    '[*a, *a]',
  ],
  ...[
    'apiVersion: v1\nkind: List\nitems:\n',
    'kind: CronJob\n',
    'kind: NetworkPolicy\n',
    'kind: Secret\n',
    'metadata:\n',
    'spec:\n',
    'template:\n',
  ],
  ...[
    'containers:\n',
    '- name: a\n',
    'env: []\n',
    'ports:\n',
    'selector: {matchLabels: {app: a}}\n',
    'podSelector: {}\n',
    'egress: [{}]\n',
  ],
  ...[
    'FROM ',
    'FROM scratch\n',
    'RUN <<EOF\n',
    'EOF\n',
    'COPY --from=0 . .\n',
    'ARG a=${b:-c}\n',
    'ENV a=b c="d\n',
    'USER ',
    'ONBUILD ',
    '# escape=`\n',
  ],
  ...[
    '# syntax=docker/dockerfile:1\n',
    'HEALTHCHECK CMD ',
    'ENTRYPOINT ["a',
    ' AS b',
    'rules:\n',
    'extends: [strict]\n',
    'overrides: [{paths: ["**"]}]\n',
  ],
  ...[
    '# plimsoll-ignore a/b -- c\n',
    '# plimsoll-ignore-start */*\n',
    '# plimsoll-ignore-end\n',
    '# plimsoll-ignore-file meta/*, go/* -- d\n',
  ],
] as const;

/** Values that are read in surprising ways. */
const VALUES = [
  ...[
    'yes',
    'off',
    'null',
    '~',
    '0644',
    '0o17',
    '1e3',
    '1_000',
    '.inf',
    '.nan',
    '-0',
    '1:30',
    '2001-01-01',
    '9007199254740993',
    '1e999',
    '0x',
  ],
  ...[
    '512Mi',
    '0.5',
    '1m',
    '-1Gi',
    '600MiB',
    '1e400Mi',
    '100%',
    '-5%',
    'off',
    '',
    '""',
    "''",
    '"\\x"',
    '"\\ud800"',
    '${A}',
    '$(A)',
    '{{ .Values.a }}',
  ],
  ...[
    'a:b@sha256:c',
    `a/b:c@sha256:${'f'.repeat(64)}`,
    ':latest',
    'golang:1',
    'scratch',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ],
] as const;

const NESTS = [
  '[',
  '{a: ',
  '- ',
  '? ',
  '{{',
  '"',
  '(',
  '${a:-',
  '\\\n',
  '&a [',
  '!a ',
  '\n  ',
  '#\n',
  '\n---\n',
  'a: &a\n',
  '*a,',
] as const;

interface Place {
  readonly start: number;
  readonly end: number;
}

function replace(text: string, { start, end }: Place, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function place(random: Random, text: string, longest: number): Place {
  const start = random.below(text.length + 1);
  return { start, end: Math.min(text.length, start + random.below(longest + 1)) };
}

/** A run of letters and digits near a random place. */
function word(random: Random, text: string): Place {
  const from = random.below(text.length + 1);
  const match = /[\w./-]+/.exec(text.slice(from));
  return match === null ? { start: from, end: from } : { start: from + match.index, end: from + match.index + match[0].length };
}

function chunk(random: Random, text: string): string {
  const { start } = place(random, text, 0);
  return text.slice(start, start + random.below(400));
}

function onLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}

function shift(lines: string[], index: number, columns: number): void {
  const line = lines[index] ?? '';
  lines[index] = columns >= 0 ? ' '.repeat(columns) + line : line.slice(-columns);
}

function indentAll(lines: string[], from: number, count: number, columns: number): void {
  for (let index = from; index < Math.min(lines.length, from + count); index++) shift(lines, index, columns);
}
