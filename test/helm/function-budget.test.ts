import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BUILTIN_FUNCTIONS } from '../../server/src/gotemplate/builtin-functions.js';
import { executeTemplate } from '../../server/src/gotemplate/execute-template.js';
import { parseTemplate } from '../../server/src/gotemplate/parse-template.js';
import { TemplateSet } from '../../server/src/gotemplate/template-set.js';
import { NIL } from '../../server/src/gotemplate/value.js';
import { HELM_FUNCTIONS } from '../../server/src/helm/functions/helm-functions.js';

const FUNCTIONS = new Map([...BUILTIN_FUNCTIONS.map(declared => [declared.name, declared] as const), ...HELM_FUNCTIONS]);

/** A small value that holds itself a billion times over. */
const DOUBLED = '{{ $a := dict "x" "y" }}{{ range until 30 }}{{ $a = dict "x" $a "y" $a }}{{ end }}';
const LISTS = '{{ $a := list 1 }}{{ range until 30 }}{{ $a = list $a $a }}{{ end }}';
const CYCLE = '{{ $a := dict "x" 1 }}{{ $_ := set $a "y" $a }}{{ $_ := set $a "z" $a }}';

const HOSTILE = [
  ...[
    'toYaml',
    'toYamlPretty',
    'toJson',
    'toPrettyJson',
    'toToml',
    'quote',
    'toString',
    'print',
    'deepCopy',
    'b64enc (toJson',
    'cat',
  ].flatMap(call => {
    const expression = call.includes('(') ? `{{ ${call} $a) }}` : `{{ ${call} $a }}`;
    return [DOUBLED + expression, CYCLE + expression];
  }),
  `${DOUBLED}{{ $b := dict "x" "y" }}{{ range until 30 }}{{ $b = dict "x" $b "y" $b }}{{ end }}{{ deepEqual $a $b }}`,
  `${DOUBLED}{{ $b := dict "x" "y" }}{{ range until 30 }}{{ $b = dict "x" $b "y" $b }}{{ end }}{{ mergeOverwrite $a $b | len }}`,
  `${LISTS}{{ toYaml $a }}`,
  `${LISTS}{{ join "," $a }}`,
  `${LISTS}{{ $a }}`,
  '{{ until 1000000000 }}',
  '{{ untilStep 0 1000000000 1 | len }}',
  '{{ seq 1000000000 }}',
  '{{ repeat 1000000000 "x" }}',
  '{{ $x := "x" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}{{ $x | len }}',
  '{{ $x := "x" }}{{ range until 60 }}{{ $x = replace "x" "xx" $x }}{{ end }}{{ $x | len }}',
  '{{ indent 1000000000 "x" }}',
  '{{ nindent 1000000 (repeat 10000 "x\\n") }}',
  '{{ randAlphaNum 1000000000 }}',
  '{{ printf "%1000000000d" 1 }}',
  '{{ $l := list 1 }}{{ range until 60 }}{{ $l = concat $l $l }}{{ end }}{{ len $l }}',
  '{{ $l := until 20000 }}{{ uniq $l | len }}',
  '{{ regexReplaceAll "(a*)*b" (repeat 20000 "a") "x" }}',
  '{{ wrapWith 1 (repeat 10000 "x") (repeat 100000 "y") | len }}',
];

describe('functions on hostile values', () => {
  for (const template of HOSTILE) {
    it(`ends: ${template.slice(-60)}`, () => {
      const file = parseTemplate('a.yaml', template, { hasFunction: name => FUNCTIONS.has(name) });
      assert.deepEqual(file.errors, []);
      const templates = new TemplateSet();
      templates.add(file);
      const { error, output } = executeTemplate('a.yaml', NIL, { templates, functions: FUNCTIONS });
      assert.ok(error !== undefined || output.length < 30_000_000);
    });
  }
});
