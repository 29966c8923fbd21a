import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BUILTIN_FUNCTIONS } from '../../server/src/gotemplate/builtin-functions.js';
import { type Execution, executeTemplate } from '../../server/src/gotemplate/execute-template.js';
import { ExecutionBudget } from '../../server/src/gotemplate/execution-budget.js';
import type { Origin, Site } from '../../server/src/gotemplate/origin.js';
import { parseTemplate } from '../../server/src/gotemplate/parse-template.js';
import { FunctionError, TemplateError } from '../../server/src/gotemplate/template-error.js';
import { templateFunction, variadicFunction } from '../../server/src/gotemplate/template-function.js';
import { TemplateSet } from '../../server/src/gotemplate/template-set.js';
import type { TextSpan, TracedText } from '../../server/src/gotemplate/traced-text.js';
import { ChangeJournal, GoMap, GoObject, makeValue } from '../../server/src/gotemplate/value.js';
import { COLLECTIONS, valueOfJson } from './template-values.js';

const FUNCTIONS = new Map(
  [
    ...BUILTIN_FUNCTIONS,
    ...COLLECTIONS,
    templateFunction(
      'include',
      ['text', 'any'],
      (context, name, data) => context.executeTemplate(name.text, data) ?? fail('no such template'),
      {
        isShallow: true,
      },
    ),
    templateFunction('tpl', ['text', 'any'], (context, text, data) => {
      try {
        return context.executeText(text, data);
      } catch (error) {
        throw error instanceof TemplateError ? new FunctionError(`in text: ${error.message}`, { cause: error }) : error;
      }
    }),
    templateFunction('upper', ['text'], (_, text) => text.rewritten(text.text.toUpperCase())),
    templateFunction('until', ['int'], (_, count) => count),
    templateFunction('keys', ['map'], (_, { data }) => data.size),
    templateFunction(
      'get',
      ['map', 'text'],
      (context, { data }, key) => {
        context.readKey(data, key.text);
        return data.get(key.text) ?? null;
      },
      { isShallow: true },
    ),
    templateFunction('ternary', ['any', 'any', 'bool'], (_, yes, no, condition) => (condition ? yes : no)),
    templateFunction('half', ['float'], (_, number) => number / 2),
    variadicFunction('refuse', [], 'any', (_, ...values) =>
      fail(
        'refused',
        values.flatMap(({ origin }) => origin ?? []),
      ),
    ),
    templateFunction('crash', [], () => {
      throw new TypeError('broken');
    }),
  ].map(each => [each.name, each]),
);

function fail(message: string, reads: readonly Origin[] = []): never {
  throw new FunctionError(message, { reads });
}

const DATA = { Values: { a: { b: 1, s: 'text' }, l: [1, 'x'], name: 'web', empty: '', none: null, on: true }, Release: { Name: 'rel' } };

function run(text: string | Record<string, string>, options: { budget?: ExecutionBudget; journal?: ChangeJournal } = {}): Execution {
  const templates = new TemplateSet();
  for (const [name, content] of Object.entries(typeof text === 'string' ? { t: text } : text)) templates.add(parseTemplate(name, content));
  const root = valueOfJson(DATA, options.journal);
  if (root.data instanceof GoMap) root.data.entries.set('Object', makeValue(OBJECT));
  return executeTemplate('t', root, { templates, functions: FUNCTIONS, ...(options.budget && { budget: options.budget }) });
}

const OBJECT = new GoObject({
  type: '*demo.Object',
  fields: new Map([['Version', valueOfJson('v1')]]),
  methods: new Map([['Has', templateFunction('Has', ['text'], (_, text) => text.text === 'v1')]]),
});

describe('executeTemplate', () => {
  for (const [text, output] of [
    ['a{{- 1 -}} b {{/* c */}}{{ "d" }}', 'a1b d'],
    ['{{ .Values.a.b }} {{ $.Values.a.s }} {{ (.Values.a).s }} {{ .Object.Version }}', '1 text text v1'],
    ['{{ .Values.nope }}{{ .Values.none }}', '<no value><no value>'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ $x }}{{ end }}{{ $x }}', '32'],
    ['{{ if .Values.empty }}1{{ else if .Values.on }}2{{ else }}3{{ end }}', '2'],
    ['{{ with .Values.a }}{{ .s }}{{ else }}-{{ end }}{{ with .Values.none }}{{ else }}{{ .Values.name }}{{ end }}', 'textweb'],
    ['{{ with $v := .Values.a }}{{ $v.s }}{{ .s }}{{ end }}', 'texttext'],
    ['{{ range $i, $e := .Values.l }}{{ $i }}={{ $e }} {{ end }}', '0=1 1=x '],
    ['{{ range $k, $v := .Values.a }}{{ $k }}={{ $v }} {{ end }}', 'b=1 s=text '],
    ['{{ $k := 0 }}{{ $v := 0 }}{{ range $k, $v = .Values.a }}{{ end }}{{ $k }}{{ $v }}', 'stext'],
    ['{{ range .Values.none }}{{ else }}none{{ end }}{{ range list }}{{ else }}empty{{ end }}', 'noneempty'],
    ['{{ range 3 }}{{ . }}{{ end }}{{ range $x := 2 }}{{ $x }}{{ end }}', '01201'],
    ['{{ range list 1 2 3 4 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ if eq . 4 }}{{ break }}{{ end }}{{ . }}{{ end }}', '13'],
    ['{{ define "d" }}<{{ . }}{{ $ }}>{{ end }}{{ template "d" .Values.name }}{{ template "d" }}', '<webweb><<no value><no value>>'],
    ['{{ block "e" .Values.name }}[{{ . }}]{{ end }}{{ include "e" 1 }}', '[web][1]'],
    ['{{ tpl "{{ .Values.name }}{{ define `x` }}{{ . }}{{ end }}{{ include `x` 2 }}" . }}', 'web2'],
    ['{{ .Object.Has "v1" }}{{ "v2" | .Object.Has }}', 'truefalse'],
    ['{{ .Values.name | upper | print "a" }}', 'aWEB'],
    ['{{ until 1e1 }}{{ half 3 }}{{ keys nil }}{{ keys (.Values.none) }}', '101.500'],
    ["{{ 1.0 }} {{ 1e3 }} {{ 0x10 }} {{ 'a' }} {{ 1_000 }} {{ 017 }}", '1 1000 16 97 1000 15'],
    ['{{ .Values.a }} {{ .Values.l }}', 'map[b:1 s:text] [1 x]'],
    ['{{ $x := .Values.nope }}{{ $x.foo }}{{ (.Values.nope).foo.bar }}', '<no value><no value>'],
    ['{{ or .Values.empty .Values.name }}{{ and 1 0 }}{{ not 1 }}', 'web0false'],
  ] as const)
    it(`renders ${text}`, () => {
      const { output: actual, error } = run(text);
      assert.equal(error?.message, undefined);
      assert.equal(actual.text, output);
    });

  // What Helm 4.1.4 says, which names the template otherwise.
  for (const [text, message] of [
    [
      '{{ if .Values.a }}x: {{ .Values.nope.foo.bar.very.long.name.here }}{{ end }}',
      '1:31: executing "t" at <.Values.nope.foo.bar.very.long.name.here>: nil pointer evaluating interface {}.foo',
    ],
    ['{{ $x := .Values.a.s }}{{ $x.foo }}', '1:28: executing "t" at <$x.foo>: can\'t evaluate field foo in type string'],
    ['{{ .Values.a.s.foo }}', '1:10: executing "t" at <.Values.a.s.foo>: can\'t evaluate field foo in type interface {}'],
    ['é{{ range .Values.l }}{{ .foo }}{{ end }}', '1:26: executing "t" at <.foo>: can\'t evaluate field foo in type interface {}'],
    ['\n{{ with .Values.a.s }}{{ .foo }}{{ end }}', '2:25: executing "t" at <.foo>: can\'t evaluate field foo in type string'],
    ['{{ range $i, $x := 3 }}{{ end }}', '1:19: executing "t" at <3>: can\'t use 3 to iterate over more than one variable'],
    ['{{ range "ab" }}{{ end }}', '1:9: executing "t" at <"ab">: range can\'t iterate over ab'],
    ['{{ template "nope" . }}', '1:12: executing "t" at <{{template "nope" .}}>: template "nope" not defined'],
    ['{{ .Values.a.b 3 }}', '1:10: executing "t" at <.Values.a.b>: b is not a method but has arguments'],
    ['{{ 1 | .Values.a.b }}', '1:14: executing "t" at <.Values.a.b>: b is not a method but has arguments'],
    ['{{ .Object.Version 1 }}', '1:10: executing "t" at <.Object.Version>: Version has arguments but cannot be invoked as function'],
    ['{{ .Object.Nope }}', '1:10: executing "t" at <.Object.Nope>: can\'t evaluate field Nope in type interface {}'],
    ['{{ .Object.Version.x }}', '1:10: executing "t" at <.Object.Version.x>: can\'t evaluate field x in type string'],
    ['{{ .Object.Has }}', '1:10: executing "t" at <.Object.Has>: wrong number of args for Has: want 1 got 0'],
    ['{{ .Object.Has 1 }}', '1:15: executing "t" at <1>: expected string; found 1'],
    ['{{ nil }}', '1:3: executing "t" at <nil>: nil is not a command'],
    ['{{ "a" 1 }}', '1:3: executing "t" at <"a">: can\'t give argument to non-function "a"'],
    ['{{ not }}', '1:3: executing "t" at <not>: wrong number of args for not: want 1 got 0'],
    ['{{ 1 | eq }}', '1:7: executing "t" at <eq>: error calling eq: missing argument for comparison'],
    ['{{ printf }}', '1:3: executing "t" at <printf>: wrong number of args for printf: want at least 1 got 0'],
    ['{{ upper 1 }}', '1:9: executing "t" at <1>: expected string; found 1'],
    ['{{ upper .Values.a.b }}', '1:16: executing "t" at <.Values.a.b>: wrong type for value; expected string; got float64'],
    ['{{ upper .Values.nope }}', '1:16: executing "t" at <.Values.nope>: wrong type for value; expected string; got interface {}'],
    ['{{ .Values.nope | upper }}', '1:18: executing "t" at <upper>: invalid value; expected string'],
    ['{{ upper nil }}', '1:9: executing "t" at <nil>: cannot assign nil to string'],
    ['{{ upper (print 1 | len) }}', '1:20: executing "t" at <len>: wrong type for value; expected string; got int'],
    ['{{ until "a" }}', '1:9: executing "t" at <"a">: expected integer; found "a"'],
    ['{{ until 1.5 }}', '1:9: executing "t" at <1.5>: expected integer; found 1.5'],
    ['{{ half "a" }}', '1:8: executing "t" at <"a">: expected float; found "a"'],
    [
      '{{ keys .Values.l }}',
      '1:15: executing "t" at <.Values.l>: wrong type for value; expected map[string]interface {}; got []interface {}',
    ],
    [
      '{{ keys .Values.nope }}',
      '1:15: executing "t" at <.Values.nope>: wrong type for value; expected map[string]interface {}; got interface {}',
    ],
    ['{{ keys "a" }}', '1:8: executing "t" at <"a">: can\'t handle "a" for arg of type map[string]interface {}'],
    ['{{ ternary 1 2 3 }}', '1:15: executing "t" at <3>: expected bool; found 3'],
    [
      '{{ define "a" }}{{ .x.y }}{{ end }}{{ include "a" (dict "x" 1) }}',
      '1:38: executing "t" at <include "a" (dict "x" 1)>: error calling include: template: t:1:21: executing "a" at <.x.y>: can\'t evaluate field y in type interface {}',
    ],
    [
      '{{ tpl "{{ .Values.q.z }}" . }}',
      '1:3: executing "t" at <tpl "{{ .Values.q.z }}" .>: error calling tpl: in text: template: gotpl:1:10: executing "gotpl" at <.Values.q.z>: nil pointer evaluating interface {}.z',
    ],
    [
      '{{ tpl "{{ .Values.q" . }}',
      '1:3: executing "t" at <tpl "{{ .Values.q" .>: error calling tpl: in text: template: gotpl:1: unclosed action',
    ],
    ['{{ include "nope" . }}', '1:3: executing "t" at <include "nope" .>: error calling include: no such template'],
    ['{{ undefined 1 }}', '1:3: executing "t" at <undefined>: "undefined" is not a defined function'],
  ] as const)
    it(`refuses ${text.trim()}`, () => assert.equal(run(text).error?.message, `template: t:${message}`));

  it('says where an error is, in the template that it is in, and what was read', () => {
    const { error, output } = run({ t: 'a\n{{ include "b" .Values }}', u: '{{ define "b" }}{{ .nope.x }}{{ end }}' });
    assert.deepEqual([error?.kind, error?.file, error?.span], ['execution', 'u', { start: 19, end: 26 }]);
    assert.deepEqual(
      error?.reads.map(({ path, isMissing }) => [path, isMissing]),
      [[['Values', 'nope'], true]],
    );
    assert.equal(output.text, 'a\n');
    assert.deepEqual(
      run('{{ refuse .Values.name }}').error?.reads.map(({ path }) => path),
      [['Values', 'name']],
    );
  });

  it('runs a file with a broken action up to it', () => {
    const { error, output } = run('a{{ .b. }}c');
    assert.deepEqual([error?.kind, error?.message, output.text], ['parse', 'template: t:1: unexpected <.> in operand', 'a']);
    assert.equal(run('a{{ end }}').error?.kind, 'parse');
  });

  it('answers an error for what is not there and for a function that breaks', () => {
    assert.equal(
      executeTemplate('x', makeValue(null), { templates: new TemplateSet(), functions: FUNCTIONS }).error?.message,
      'template: no template "x"',
    );
    assert.equal(run('{{ crash }}').error?.message, 'template: t: TypeError: broken');
  });

  it('lets the later of two templates win, unless it is blank', () => {
    const first = '{{ define "d" }}1{{ end }}';
    assert.equal(run({ a: first, b: '{{ define "d" }}2{{ end }}', t: '{{ template "d" }}' }).output.text, '2');
    assert.equal(run({ a: first, b: '{{ define "d" }} {{/* */}} {{ end }}', t: '{{ template "d" }}' }).output.text, '1');
  });
});

describe('budgets of templates', () => {
  for (const [name, text, limits] of [
    ['steps', '{{ range 1000000 }}{{ range 1000000 }}{{ . }}{{ end }}{{ end }}', { steps: 10_000 }],
    ['items', '{{ range 9223372036854775807 }}{{ end }}', {}],
    [
      'output',
      '{{ define "d" }}{{ print . . . . }}{{ end }}{{ range 100 }}{{ $s := include "d" "0123456789" }}{{ $s }}{{ end }}',
      { output: 1000 },
    ],
    ['depth', '{{ define "d" }}{{ template "d" . }}{{ end }}{{ template "d" . }}', {}],
    ['depth of include', '{{ define "d" }}{{ include "d" . }}{{ end }}{{ include "d" . }}', {}],
    ['depth of tpl', '{{ tpl "{{ tpl .x . }}" (dict "x" "{{ tpl .x . }}") }}', {}],
    ['depth without a limit', '{{ define "d" }}{{ include "d" . }}{{ end }}{{ include "d" . }}', { depth: 1_000_000 }],
  ] as const)
    it(`end what takes too much: ${name}`, () => assert.equal(run(text, { budget: new ExecutionBudget(limits) }).error?.kind, 'budget'));
});

describe('provenance of output', () => {
  it('follows values, constants and text', () => {
    assert.deepEqual(describeText(run('n: {{ .Values.name }}-{{ "x" }}').output), [
      'text "n: " @0',
      'value "web" Values.name @200',
      'text "-" @21',
      'literal "x" @26',
    ]);
  });

  it('goes through include, pipes and tpl', () => {
    const { output } = run('{{ define "d" }}{{ . | upper }}{{ end }}{{ include "d" .Values.name }}{{ tpl "a {{ .Values.name }}" . }}');
    assert.deepEqual(describeText(output), ['value "WEB" Values.name @-1', 'literal "a " @78', 'value "web" Values.name @200']);
    const [first, , last] = output.spans;
    assert.deepEqual(chainOf(first?.site), ['t:16..31', 't:43..67']);
    assert.deepEqual(chainOf(last?.site), ['t:80..98', 't:73..101']);
  });

  it('notes the conditions around a site and what they read', () => {
    const { output } = run('{{ if .Values.on }}{{ range .Values.l }}{{ . }}{{ end }}{{ end }}');
    const guard = output.spans.find(span => span.origin?.kind === 'value')?.site?.guard;
    assert.deepEqual([guard?.kind, guard?.outer?.kind], ['range', 'if']);
    assert.deepEqual(
      [guard?.reads[0]?.path, guard?.outer?.reads[0]?.path],
      [
        ['Values', 'l'],
        ['Values', 'on'],
      ],
    );
  });

  it('marks what could be there and is not, also through include', () => {
    const text =
      '{{ define "d" }}a{{ if .Values.no.thing }}b: 1{{ end }}{{ end }}{{ include "d" . }}{{ with .Values.on }}{{ else }}c{{ end }}{{ .Values.empty }}';
    const failing = run(text.replace('.no.thing', '.nope'));
    const omissions = failing.output.spans.flatMap(({ omission }) => omission ?? []);
    const source = text.replace('.no.thing', '.nope');
    assert.deepEqual(
      omissions.map(({ body, reads }) => [
        source.slice(body.start, body.end),
        reads.map(({ path, isMissing }) => `${path?.join('.')}${isMissing ? '?' : ''}`),
      ]),
      [
        ['b: 1', ['Values.nope?']],
        ['c', ['Values.on']],
        ['{{ .Values.empty }}', ['Values.empty']],
      ],
    );
  });

  it('knows a missing path through several steps of nil', () => {
    const { output } = run('{{ (.Values.x).y.z }}');
    const origin = output.spans.find(span => span.origin !== undefined)?.origin;
    assert.deepEqual([origin?.path, origin?.isMissing], [['Values', 'x', 'y', 'z'], true]);
  });

  it('gives results of functions the origin of their arguments, and knows that the text is another', () => {
    const [span] = run('{{ len .Values.name }}').output.spans;
    assert.deepEqual([span?.origin?.path, span?.sourceOffset], [['Values', 'name'], -1]);
  });
});

describe('what an execution reads', () => {
  const reads = (text: string): string[] => {
    const { reads: set, error } = run(text, { journal: new ChangeJournal() });
    assert.equal(error?.message, undefined);
    const name = (map: GoMap) => `{${map.sortedKeys().join(' ')}}`;
    const keys = [...set.keys].map(([map, read]) => `${name(map)}: ${[...read].join(' ')}`);
    return [...keys, ...[...set.whole].map(map => `${name(map)}: all`)];
  };

  for (const [text, expected] of [
    ['{{ .Values.name }}', ['{Object Release Values}: Values', '{a empty l name none on}: name']],
    ['{{ if .Values.a }}{{ end }}', ['{Object Release Values}: Values', '{a empty l name none on}: a']],
    ['{{ .Values.a }}', ['{Object Release Values}: Values', '{a empty l name none on}: a', '{b s}: all']],
    ['{{ range .Values.a }}{{ end }}', ['{Object Release Values}: Values', '{a empty l name none on}: a', '{b s}: all']],
    ['{{ keys .Values.a }}', ['{Object Release Values}: Values', '{a empty l name none on}: a', '{b s}: all']],
    ['{{ get .Release "Name" }}', ['{Object Release Values}: Release', '{Name}: Name']],
    ['{{ index .Values "a" "b" }}', ['{Object Release Values}: Values', '{a empty l name none on}: a', '{b s}: b']],
    ['{{ print (dict "x" (list .Release)) }}', ['{Object Release Values}: Release', '{Name}: all']],
    ['{{ define "d" }}{{ .Release.Name }}{{ end }}{{ include "d" . }}', ['{Object Release Values}: Release', '{Name}: Name']],
  ] as const)
    it(`is known of ${text}`, () => assert.deepEqual(reads(text), expected));

  it('includes the templates that it ran or asked for', () => {
    const { reads: set } = run('{{ define "d" }}{{ end }}{{ template "d" }}{{ include "d" 1 }}{{ include "no" 1 }}');
    assert.deepEqual([...set.templates], ['t', 'd', 'no']);
  });

  it('is nothing of maps that are its own', () => assert.deepEqual([...run('{{ (dict "a" 1).a }}').reads.keys], []));
});

function describeText(text: TracedText): string[] {
  const parts = [...text.spansWithin(0, text.length)].filter(({ start, span }) => span.end > start);
  return parts.map(({ start, span }) => {
    const path = span.origin?.path === undefined ? '' : ` ${span.origin.path.join('.')}`;
    return `${span.origin?.kind} ${JSON.stringify(text.text.slice(start, span.end))}${path} @${span.sourceOffset}`;
  });
}

function chainOf(site: TextSpan['site']): string[] {
  const chain: string[] = [];
  for (let each: Site | undefined = site; each !== undefined; each = each.via)
    chain.push(`${each.file}:${each.span.start}..${each.span.end}`);
  return chain;
}
