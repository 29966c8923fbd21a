import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BUILTIN_FUNCTIONS } from '../../server/src/gotemplate/builtin-functions.js';
import { executeTemplate } from '../../server/src/gotemplate/execute-template.js';
import { parseTemplate } from '../../server/src/gotemplate/parse-template.js';
import { TemplateSet } from '../../server/src/gotemplate/template-set.js';
import { COLLECTIONS, valueOfJson } from './template-values.js';

interface Case {
  readonly template: string;
  readonly want?: string;
  readonly error?: string;
}

const FUNCTIONS = new Map([...BUILTIN_FUNCTIONS, ...COLLECTIONS].map(each => [each.name, each]));
const VALUES = valueOfJson({
  Values: {
    i: 5,
    f: 1.5,
    big: 12345678,
    neg: -3,
    m: { k: 'v', x: { true: 'z' } },
    l: [1, 'two', 3.5],
    nul: null,
    huge: 123456789012345680,
    s: 'str',
    b: true,
  },
});

describe('functions of Go templates', () => {
  // The others are among the cases of test/helm/function-cases.jsonl.
  for (const each of [
    { template: '{{ html "<a&\\"x\'>" 1 }}', want: '&lt;a&amp;&#34;x&#39;&gt;1' },
    { template: '{{ js "a<b>\\n\'\\"\\\\&=é\\u200b" }}', want: 'a\\u003Cb\\u003E\\u000A\\\'\\"\\\\\\u0026\\u003Dé\\u200B' },
    { template: '{{ urlquery "a b&c/é~*" }}', want: 'a+b%26c%2F%C3%A9~%2A' },
    { template: '{{ print 1 2 "a" 3 nil nil }}', want: '1 2a3 <nil> <nil>' },
    { template: '{{ println 1 "a" }}', want: '1 a\n' },
    { template: '{{ len "é" }} {{ index "é" 0 }}', want: '2 195' },
    { template: '{{ and 1 0 .x.y.z }} {{ or 0 "a" .x.y.z }} {{ 1 | and 0 }} {{ 1 | and 2 }}', want: '0 a 0 1' },
    { template: '{{ eq 1 2 3 1 }} {{ eq nil nil }} {{ ne 1 nil }} {{ ge 1 1 }}', want: 'true true true true' },
    { template: '{{ eq .Values.nope nil }} {{ eq .Values.m nil }}', want: 'true false' },
    {
      template: '{{ eq (list) (dict) }}',
      error: 'error calling eq: non-comparable types []: []interface {}, map[string]interface {}: map[]',
    },
    { template: '{{ call 1 }}', error: 'error calling call: non-function of type int' },
    { template: '{{ index .Values.nope 1 }}', error: 'error calling index: index of untyped nil' },
    { template: '{{ index .Values "nope" "x" }}', error: 'error calling index: index of nil pointer' },
    { template: '{{ index .Values.l "a" }}', error: 'error calling index: cannot index slice/array with type string' },
    { template: '{{ index .Values.l nil }}', error: 'error calling index: cannot index slice/array with nil' },
    { template: '{{ index .Values 1 }}', error: 'error calling index: value has type int; should be string' },
    { template: '{{ index .Values nil }}', error: 'error calling index: value is nil; should be of type string' },
    { template: '{{ index 1 1 }}', error: "error calling index: can't index item of type int" },
  ])
    it(`says of ${each.template} what Go's do`, () => check(each));
});

function check({ template, want, error: message }: Case): void {
  const file = parseTemplate('t', template, { hasFunction: name => FUNCTIONS.has(name) });
  assert.deepEqual(file.errors, []);
  const templates = new TemplateSet();
  templates.add(file);
  const { output, error } = executeTemplate('t', VALUES, { templates, functions: FUNCTIONS });
  if (message === undefined)
    assert.equal(`${error?.message ?? ''}${output.text.replaceAll('<no value>', '').trim()}`, want?.trim(), template);
  else assert.ok(error?.message.endsWith(message), `${template}: ${error?.message ?? output.text} instead of ${message}`);
}
