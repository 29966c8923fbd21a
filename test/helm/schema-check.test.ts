import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { SchemaCheck } from '../../server/src/helm/schema-check.js';
import { readValuesFile } from '../../server/src/helm/values-file.js';

// Biome takes objects with `then` for promises.
const CONDITIONAL: object = JSON.parse('{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 1}}');

/** A schema of the value `a`, one that fits and one that does not, and what is said of that and where. */
const CASES: readonly (readonly [schema: object, good: string, bad: string, message: string, marked?: string])[] = [
  [{ type: 'integer' }, '1', '"1"', '"a" has to be an integer, and is text'],
  [{ type: 'integer' }, '1.0', '1.5', '"a" has to be an integer, and is a number'],
  [{ type: ['string', 'null'] }, 'null', 'true', '"a" has to be text or null, and is a boolean'],
  [{ enum: ['x', 1, null] }, '1', 'w', '"a" has to be one of "x", 1, null'],
  [{ const: { b: 1, c: 2 } }, '{c: 2, b: 1}', '{b: 1}', '"a" has to be {"b":1,"c":2}'],
  [{ minimum: 1, maximum: 3 }, '3', '4', '"a" has to be at most 3'],
  [{ exclusiveMinimum: 1 }, '1.5', '1', '"a" has to be more than 1'],
  [{ exclusiveMaximum: 1 }, '0', '1', '"a" has to be less than 1'],
  [{ multipleOf: 0.5 }, '1.5', '0.3', '"a" has to be a multiple of 0.5'],
  [{ minLength: 2 }, 'xy', 'x', '"a" has to be at least 2 characters long'],
  [{ maxLength: 2 }, '"🦆🦆"', 'xyz', '"a" has to be at most 2 characters long'],
  [{ pattern: '^v[0-9]+$' }, 'v12', 'v1x', '"a" has to match the pattern "^v[0-9]+$"'],
  [{ items: { type: 'number' } }, '[1, 2]', '[1, x]', '"a[1]" has to be a number, and is text', 'x'],
  [{ items: [{ type: 'number' }], additionalItems: false }, '[1]', '[1, 2]', '"a[1]" is not allowed', '2'],
  [{ minItems: 1 }, '[1]', '[]', '"a" has to hold at least 1 items'],
  [{ uniqueItems: true }, '[1, "1"]', '[{b: 1}, {b: 1}]', '"a" has to hold no item twice'],
  [{ contains: { const: 1 } }, '[2, 1]', '[2]', '"a" has to hold an item of a kind that it does not hold'],
  [{ required: ['b'] }, '{b: 1}', '{c: 1}', '"a.b" is missing', 'a'],
  [{ properties: { b: { type: 'string' } } }, '{b: x}', '{b: 7}', '"a.b" has to be text, and is a number', '7'],
  [{ properties: { b: {} }, additionalProperties: false }, '{b: 1}', '{typo: 1}', '"a.typo" is no entry that is allowed', 'typo'],
  [{ patternProperties: { '^x-': { type: 'string' } } }, '{x-a: w, z: 1}', '{x-a: 7}', '"a.x-a" has to be text, and is a number', '7'],
  [{ propertyNames: { maxLength: 2 } }, '{ab: 1}', '{abc: 1}', '"a.abc" has to be at most 2 characters long', 'abc'],
  [{ maxProperties: 1 }, '{b: 1}', '{b: 1, c: 2}', '"a" has to hold at most 1 entries'],
  [{ dependencies: { b: ['c'] } }, '{b: 1, c: 1}', '{b: 1}', '"a.c" is missing', 'a'],
  [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, '1', '3', '"a" has to be at most 2'],
  [{ anyOf: [{ type: 'string' }, { type: 'number', minimum: 5 }] }, '5', 'true', '"a" has to be text, and is a boolean'],
  [{ oneOf: [{ minimum: 1 }, { maximum: 2 }] }, '3', '1.5', '"a" fits several of the forms of which it has to fit one'],
  [{ not: { type: 'null' } }, '1', 'null', '"a" has a form that is not allowed'],
  [CONDITIONAL, '1', '""', '"a" has to be at least 1 characters long'],
  [{ $ref: '#/definitions/port~1number' }, '80', '0', '"a" has to be at least 1'],
  [
    { type: 'object', properties: { b: { $ref: '#/properties/a' } } },
    '{b: {b: {}}}',
    '{b: {b: 1}}',
    '"a.b.b" has to be a map, and is a number',
    '1',
  ],
];

describe('values are checked by a schema', () => {
  for (const [a, good, bad, message, marked = bad] of CASES) {
    const schema = { definitions: { 'port/number': { minimum: 1 } }, properties: { a } };
    const check = new SchemaCheck(schema);
    it(JSON.stringify(a), () => {
      assert.deepEqual(check.mistakesIn(valuesOf(good)), []);
      const text = `a: ${bad}\n`;
      const mistakes = check.mistakesIn(valuesOf(bad));
      assert.deepEqual(
        mistakes.map(({ message: said, origin }) => [said, text.slice(origin?.span.start, origin?.span.end)]),
        [[`${message}, says the schema of the chart.`, marked]],
      );
    });
    it(`as a validator of JSON does: ${JSON.stringify(a)}`, () => {
      const validate = new Ajv({ strict: false }).compile(schema);
      for (const [, one, other] of CASES) {
        for (const text of [one, other]) assert.equal(check.mistakesIn(valuesOf(text)).length === 0, validate({ a: jsonOf(text) }), text);
      }
    });
  }

  it('that leads elsewhere: nothing is fetched, and nothing is said', () => {
    assert.deepEqual(new SchemaCheck({ $ref: 'https://example.com/schema.json' }).mistakesIn(valuesOf('1')), []);
  });

  it('that leads in circles: nothing is said', () => {
    assert.deepEqual(new SchemaCheck({ $ref: '#' }).mistakesIn(valuesOf('1')), []);
    const bomb = { $defs: { x: { anyOf: [{ $ref: '#/$defs/x' }, { $ref: '#/$defs/x' }] } }, $ref: '#/$defs/x' };
    assert.deepEqual(new SchemaCheck(bomb).mistakesIn(valuesOf('1')), []);
  });

  it('that is no schema: nothing is said', () => {
    for (const schema of [null, 1, 'x', [], { type: 7, pattern: '(', items: 3 }])
      assert.deepEqual(new SchemaCheck(schema).mistakesIn(valuesOf('x')), []);
  });
});

function valuesOf(text: string) {
  const { root, origin } = readValuesFile('file:///values.yaml', `a: ${text}\n`);
  return { data: root, origin };
}

/** The texts above are YAML that reads as JSON does, but for quotes that are left out. */
function jsonOf(text: string): unknown {
  return JSON.parse(
    text.replace(/(?<![\w"'.🦆-])([A-Za-z][\w-]*)(?![\w"])/gu, word => (/^(?:true|false|null)$/.test(word) ? word : `"${word}"`)),
  );
}
