import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ParseOptions, parseTemplate } from '../../server/src/gotemplate/parse-template.js';
import type { Expression, Pipeline, Statement, TemplateFile } from '../../server/src/gotemplate/template-tree.js';

const OPTIONS: ParseOptions = { hasFunction: name => ['f', 'include', 'print'].includes(name) };

/** What Go says about each text, without the name of the file. */
const REFUSED: readonly (readonly [text: string, message: string | undefined])[] = [
  ['{{', '1: unclosed action'],
  ['{{ .a', '1: unclosed action'],
  ['x\n{{ .a\n', '3: unclosed action started at t.yaml:2'],
  ['{{ .a\n{{ .b }}', '2: unexpected "{" in operand'],
  ['{{ "abc }}', '1: unterminated quoted string'],
  ["{{ 'a }}", '1: unterminated character constant'],
  ['{{ `abc }}', '1: unterminated raw quoted string'],
  ['{{ "a\\', '1: unterminated quoted string'],
  ['{{/* a', '1: unclosed comment'],
  ['{{/* a */ }}', '1: comment ends before closing delimiter'],
  ['{{ }}', '1: missing value for command'],
  ['{{ | f }}', '1: unexpected "|" in command'],
  ['{{ f | }}', undefined],
  ['{{ f || f }}', '1: unexpected "|" in command'],
  ['{{ .a | 1 }}', '1: non executable command in pipeline stage 2'],
  ['{{ (.a }}', '1: unclosed left paren'],
  ['{{ () }}', '1: missing value for parenthesized pipeline'],
  ['{{ .a ! }}', '1: unexpected "!" in operand'],
  ['{{ .a. }}', '1: unexpected <.> in operand'],
  ['{{ .. }}', '1: unexpected <.> in operand'],
  ['{{ 1.a }}', '1: bad number syntax: "1.a"'],
  ['{{ "a".b }}', '1: unexpected . after term "\\"a\\""'],
  ['{{ true.a }}', '1: unexpected . after term "true"'],
  ['{{ nil.a }}', '1: unexpected . after term "nil"'],
  ['{{ .a.b"c" }}', "1: bad character U+0022 '\"'"],
  ['{{ f.}}', '1: unexpected <.> in operand'],
  ['{{ $x }}', '1: undefined variable "$x"'],
  ['{{ $x := 1 }}{{ $y }}', '1: undefined variable "$y"'],
  ['{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}', '1: undefined variable "$x"'],
  ['{{ define "a" }}{{ $x }}{{ end }}', '1: undefined variable "$x"'],
  ['{{ $x, $y := .a }}', '1: too many declarations in command'],
  ['{{ range $x, $y, $z := .a }}{{ end }}', '1: too many declarations in range'],
  ['{{ range $x, 1 := .a }}{{ end }}', '1: range can only initialize variables'],
  ['{{ $x=1 }}', "1: bad character U+003D '='"],
  ['{{ $x : 1 }}', '1: undefined variable "$x"'],
  ['{{ nope }}', '1: function "nope" not defined'],
  ['{{ é }}', '1: function "é" not defined'],
  ['{{ ☺ }}', "1: unrecognized character in action: U+263A '☺'"],
  ['{{ a☺ }}', "1: bad character U+263A '☺'"],
  ['{{ 1x }}', '1: bad number syntax: "1x"'],
  ['{{ 1_ }}', '1: illegal number syntax: "1_"'],
  ['{{ 08 }}', '1: integer overflow: "08"'],
  ['{{ 0x }}', '1: illegal number syntax: "0x"'],
  ['{{ 99999999999999999999999 }}', '1: integer overflow: "99999999999999999999999"'],
  ["{{ 'ab' }}", "1: malformed character constant: 'ab'"],
  ['{{ "\\q" }}', '1: invalid syntax'],
  ['{{ if }}{{ end }}', '1: missing value for if'],
  ['{{ if .a }}', '1: unexpected EOF'],
  ['{{ if .a }}{{ else }}{{ else }}{{ end }}', '1: expected end; found {{else}}'],
  ['{{ else }}', '1: unexpected {{else}}'],
  ['{{ end }}', '1: unexpected {{end}}'],
  ['{{ if .a }}{{ end }}{{ end }}', '1: unexpected {{end}}'],
  ['{{ end .a }}', '1: unexpected ".a" in end'],
  ['{{ if .a }}{{ else .b }}{{ end }}', '1: unexpected ".b" in else'],
  ['{{ range .a }}{{ else if .b }}{{ end }}', '1: unexpected <if> in input'],
  ['{{ with .a }}{{ else if .b }}{{ end }}', '1: unexpected <if> in input'],
  ['{{ break }}', '1: {{break}} outside {{range}}'],
  ['{{ range .a }}{{ break .b }}{{ end }}', '1: unexpected ".b" in {{break}}'],
  ['{{ range .a }}{{ define "x" }}{{ break }}{{ end }}{{ end }}', '1: unexpected <define> in command'],
  ['{{ define }}{{ end }}', '1: unexpected "}}" in define clause'],
  ['{{ define a }}{{ end }}', '1: unexpected "a" in define clause'],
  ['{{ define "a" . }}{{ end }}', '1: unexpected <.> in define clause'],
  ['{{ define "a" }}', '1: unexpected EOF'],
  ['{{ define "a" }}{{ else }}{{ end }}', '1: unexpected {{else}} in define clause'],
  ['{{ define "a" }}1{{ end }}{{ define "a" }}2{{ end }}', '1: template: multiple definition of template "a"'],
  ['{{ if .a }}{{ define "a" }}{{ end }}{{ end }}', '1: unexpected <define> in command'],
  ['{{ template }}', '1: unexpected "}}" in template clause'],
  ['{{ template a }}', '1: unexpected "a" in template clause'],
  ['{{ template "a" . . | }}', undefined],
  ['{{ template "a" | }}', '1: unexpected "|" in template clause'],
  ['{{ block "a" }}{{ end }}', '1: missing value for block clause'],
  ['{{ block "a" . }}', '1: unexpected EOF'],
  ['{{ .a\n.b\n"c }}', '3: unterminated quoted string in action started at t.yaml:1'],
  ['{{\n if\n "c }}{{ end }}', '3: unterminated quoted string in action started at t.yaml:1'],
  ['{{-.a}}', '1: bad number syntax: "-.a"'],
  ['{{- .a -}}', undefined],
  ['{{-3}}', undefined],
  ['{{ 3 -3 }}', undefined],
  ['{{ range break }}', '1: unexpected <break> in range'],
  ['{{ if $x := .a }}{{ $x }}{{ else }}{{ $x }}{{ end }}', undefined],
  ['{{ template "a" . }}{{ block "b" . }}{{ $ }}{{ end }}', undefined],
  ['{{ range $i, $e := .a }}{{ continue }}{{ else }}{{ end }}', undefined],
];

describe('parseTemplate', () => {
  for (const [text, message] of REFUSED)
    it(`says of ${JSON.stringify(text)} what Go says`, () => {
      const [first] = parseTemplate('t.yaml', text, OPTIONS).errors;
      assert.equal(first?.message, message && `template: t.yaml:${message}`);
      assert.ok(first === undefined || (first.span.start < first.span.end && first.span.end <= text.length));
    });

  for (const [text, tree] of [
    ['a {{- .b -}} c', 'text(a) print(.b) text(c)'],
    ['{{/* a */}}{{- /* b */ -}}\n', 'comment( a ) comment( b )'],
    ['{{ $.a.b | f "x" `y` 1 0x1F 1.5 true nil . $ }}', 'print($.a.b | f "x" "y" 1 31 1.5 true nil . $)'],
    ['{{ (f .a).b.c }}', 'print((f .a).b.c)'],
    ['{{ $x := .a }}{{ $x = f $x.b }}', 'print($x := .a) print($x = f $x.b)'],
    ['{{ if .a }}1{{ else if .b }}2{{ else }}3{{ end }}', 'if .a { text(1) } else { if .b { text(2) } else { text(3) } }'],
    ['{{ with .a }}1{{ else with .b }}2{{ end }}', 'with .a { text(1) } else { with .b { text(2) } }'],
    ['{{ range $k, $v := .a }}{{ break }}{{ else }}{{ f }}{{ end }}', 'range $k, $v := .a { break } else { print(f) }'],
    ['{{ define "a" }}1{{ end }}{{ template "a" . }}', 'define a { text(1) } template a .'],
    ['{{ block "a" .x }}1{{ end }}{{ template "a" }}', 'block a .x { text(1) } template a'],
    // What follows cannot be read by Go. A broken action costs that action only.
    ['a: {{ .b. }}\nc: {{ .d }}', 'text(a: ) print(.b.!) text(\nc: ) print(.d)'],
    ['a: {{ .b\nc: {{ .d }}', 'text(a: ) print(.b!) text(\nc: ) print(.d)'],
    ['a: {{ .b {{ .d }}', 'text(a: ) print(.b!) print(.d)'],
    ['a: {{ include "x\nc: {{ .d }}', 'text(a: ) print(include!) text(\nc: ) print(.d)'],
    ['a: {{ .b\nc: d', 'text(a: ) print(.b!) text(\nc: d)'],
    ['{{ if .a. }}1{{ end }}', 'if .a.! { text(1) }'],
    ['{{ if }}1{{ else }}2{{ end }}', 'if ! { text(1) } else { text(2) }'],
    ['{{ if .a }}1', 'if .a { text(1) }'],
    ['{{ end }}1{{ else }}2', 'broken text(1) broken text(2)'],
    ['{{ if .a }}1{{ else }}2{{ else }}3{{ end }}', 'if .a { text(1) } else { text(2) broken text(3) }'],
    ['{{ define "a" }}{{ if .b }}1{{ end }}{{ define "c" }}2{{ end }}', 'define a { if .b { text(1) } } define c { text(2) }'],
    ['{{ range .a }}{{ else if .b }}1{{ end }}', 'range .a { } else { text(1) }'],
    ['{{ template }}{{ define }}1{{ end }}{{ block "a" }}2{{ end }}', 'broken broken block a ! { text(2) }'],
    ['{{/* a\nb', 'comment( a) text(\nb)'],
  ] as const)
    it(`reads ${JSON.stringify(text)}`, () =>
      assert.equal(
        parseTemplate('t.yaml', text, OPTIONS)
          .root.statements.map(each => show(text, each))
          .join(' '),
        tree,
      ));

  it('places every name', () => {
    const text = 'a: {{- if ne $x.y (include "n" .Values.img.tag) }}x{{ else if .b }}y{{ end -}} z';
    const { root } = parseTemplate('t.yaml', text);
    const slices: string[] = [];
    const note = ({ start, end }: { start: number; end: number }) => slices.push(text.slice(start, end));
    const [, branch] = root.statements;
    assert.ok(branch?.kind === 'if');
    note(branch.span);
    note(branch.tag.span);
    note(branch.tag.keyword?.span ?? branch.span);
    const [operands] = branch.pipeline.commands.map(command => command.operands);
    for (const operand of operands ?? []) note(operand.span);
    const [, variable, call] = operands ?? [];
    assert.ok(variable?.kind === 'variable' && call?.kind === 'pipeline');
    note(variable.nameSpan);
    for (const step of variable.fields) note(step.span);
    const field = call.commands[0]?.operands[2];
    assert.ok(field?.kind === 'field');
    for (const step of field.fields) note(step.span);
    const nested = branch.otherwise?.statements[0];
    assert.ok(nested?.kind === 'if' && branch.elseTag === nested.tag);
    note(nested.tag.keyword?.span ?? branch.span);
    note(nested.span);
    note(branch.endTag?.span ?? branch.span);
    assert.deepEqual(slices, [
      text.slice(3, -2),
      '{{- if ne $x.y (include "n" .Values.img.tag) }}',
      'if',
      'ne',
      '$x.y',
      '(include "n" .Values.img.tag)',
      '$x',
      'y',
      'Values',
      'img',
      'tag',
      'else if',
      '{{ else if .b }}y{{ end -}}',
      '{{ end -}}',
    ]);
    assert.deepEqual([branch.tag.trimsBefore, branch.tag.trimsAfter, branch.endTag?.trimsAfter], [true, false, true]);
  });

  it('knows what a file defines', () => {
    const { definitions } = parseTemplate('t.yaml', '{{ define "a" }}{{ block "b" . }}{{ end }}{{ end }}{{ define "a" }}{{ end }}');
    assert.deepEqual(
      definitions.map(({ kind, name }) => `${kind} ${name.value}`),
      ['block b', 'define a', 'define a'],
    );
  });

  it('refuses nesting that would exhaust the stack', () => {
    for (const text of [
      '{{ if .a }}'.repeat(5000),
      `{{ ${'('.repeat(5000)}`,
      '{{ if .a }}{{ else if .b }}'.repeat(5000),
      '{{ range .a }}{{ else }}'.repeat(5000),
    ])
      assert.ok(parseTemplate('t.yaml', text).errors.length > 0);
  });

  it('answers a tree for every text that typing can lead to', () => {
    for (let offset = 0; offset <= SAMPLE.length; offset++) {
      const before = SAMPLE.slice(0, offset);
      checkTree(parseTemplate('t.yaml', before));
      checkTree(parseTemplate('t.yaml', before + SAMPLE.slice(offset + 1)));
      for (const typed of ['{', '}', '"', '(', '{{ end }}', '{{ if'])
        checkTree(parseTemplate('t.yaml', before + typed + SAMPLE.slice(offset)));
    }
  });
});

const SAMPLE = `{{- define "app.labels" -}}
app: {{ .Values.name | default (printf "%s-x" $.Release.Name) | quote }}
{{- end }}
{{- range $key, $value := .Values.env }}{{/* all of them */}}
- {{ $key }}: {{ include "app.labels" (dict "a" 'c' \`raw\` 0x1f -1.5) -}}
{{- else if eq 1 2 }}
{{- with $.x.y }}{{ template "a" . }}{{ break }}{{ else with 1 }}{{ end }}
{{- end }}
`;

/** The statements lie in the text, in order, each within the one that holds it. */
function checkTree({ text, root, errors }: TemplateFile): void {
  let position = 0;
  const visit = (statements: readonly Statement[], end: number): void => {
    for (const statement of statements) {
      const { span } = statement;
      assert.ok(
        span.start >= position && span.end >= span.start && span.end <= end,
        `${statement.kind} ${span.start}..${span.end} in ${JSON.stringify(text)}`,
      );
      position = span.start;
      if ('body' in statement) visit(statement.body.statements, span.end);
      if ('otherwise' in statement) visit(statement.otherwise?.statements ?? [], span.end);
      if (statement.kind === 'text') assert.equal(statement.text, text.slice(span.start, span.end));
      position = span.end;
    }
  };
  visit(root.statements, text.length);
  for (const { span, line } of errors) assert.ok(span.start >= 0 && span.end <= text.length && line >= 1);
}

function show(text: string, statement: Statement): string {
  const list = (statements: readonly Statement[] | undefined) => `{ ${(statements ?? []).map(each => `${show(text, each)} `).join('')}}`;
  if (statement.kind === 'text') return `text(${statement.text})`;
  if (statement.kind === 'comment') return `comment(${text.slice(statement.content.start, statement.content.end)})`;
  if (statement.kind === 'print') return `print(${showPipeline(statement.pipeline)})`;
  if (statement.kind === 'define') return `define ${statement.name.value} ${list(statement.body.statements)}`;
  if (statement.kind === 'block')
    return `block ${statement.name.value} ${showPipeline(statement.pipeline)} ${list(statement.body.statements)}`;
  if (statement.kind === 'template')
    return `template ${statement.name.value}${statement.pipeline === undefined ? '' : ` ${showPipeline(statement.pipeline)}`}`;
  if (!('body' in statement)) return statement.kind;
  const rest = statement.otherwise === undefined ? '' : ` else ${list(statement.otherwise.statements)}`;
  return `${statement.kind} ${showPipeline(statement.pipeline)} ${list(statement.body.statements)}${rest}`;
}

function showPipeline({ variables, isAssignment, commands, error }: Pipeline): string {
  const declared = variables.length === 0 ? '' : `${variables.map(variable => variable.name).join(', ')} ${isAssignment ? '=' : ':='} `;
  return declared + commands.map(({ operands }) => operands.map(showExpression).join(' ')).join(' | ') + (error === undefined ? '' : '!');
}

function showExpression(expression: Expression): string {
  const path = 'fields' in expression ? expression.fields.map(({ name }) => `.${name}`).join('') : '';
  if (expression.kind === 'dot') return '.';
  if (expression.kind === 'nil') return 'nil';
  if (expression.kind === 'bool') return String(expression.value);
  if (expression.kind === 'number') return String(expression.float);
  if (expression.kind === 'string') return JSON.stringify(expression.value);
  if (expression.kind === 'field') return path;
  if (expression.kind === 'pipeline') return `(${showPipeline(expression)})`;
  return (expression.kind === 'chain' ? showExpression(expression.operand) : expression.name) + path;
}
