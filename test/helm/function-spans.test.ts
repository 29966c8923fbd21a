import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leadingOrigin, type Origin } from '../../server/src/gotemplate/origin.js';
import { FunctionError } from '../../server/src/gotemplate/template-error.js';
import type { CallContext, ParameterKind, TemplateFunction } from '../../server/src/gotemplate/template-function.js';
import { TracedText, TracedTextBuilder } from '../../server/src/gotemplate/traced-text.js';
import { type Data, GoBytes, GoList, GoMap, GoTime, Int, makeValue, type Value } from '../../server/src/gotemplate/value.js';
import { HELM_FUNCTIONS } from '../../server/src/helm/functions/helm-functions.js';

const SOURCE =
  'image: "héllo wörld" #  12.50 a,b,,c\n\n  key: ünï: 😀 v1.2.3-rc1 [x] {y} 2020-01-02 true null /a/../b.txt https://h:80/p?q#f\n';
const ROUNDS = 60;

describe('functions of Helm', () => {
  for (const declared of HELM_FUNCTIONS.values()) {
    it(`${declared.name} answers texts whose spans cover them and are copies where they say so`, () => {
      const random = new Random(declared.name);
      for (let round = 0; round < ROUNDS; round++) {
        const result = callWithAnything(declared, random);
        if (result !== undefined) checkData(isValue(result) ? result.data : result);
      }
    });
  }

  it('keeps the places of a text through the functions that charts use most', () => {
    const text = exactText(0, 5);
    for (const [name, ...args] of [
      ['nindent', 4, text],
      ['quote', makeValue(text)],
      ['trimSuffix', TracedText.of(':'), text],
      ['trunc', 63, text],
      ['toYaml', makeValue(new GoMap().set('a', makeValue(text)))],
      ['replace', TracedText.of('x'), TracedText.of('y'), text],
      ['default', makeValue(TracedText.of('other')), makeValue(text)],
    ] as const) {
      const result = HELM_FUNCTIONS.get(name)?.call(CONTEXT, args);
      const made = result !== undefined && isValue(result) ? result.data : result;
      assert.ok(made instanceof TracedText, name);
      const offsets = made.spans.filter(span => span.sourceOffset >= 0).map(span => span.sourceOffset);
      assert.deepEqual(offsets, [0], name);
    }
  });

  it('remembers what was looked at before a default was taken', () => {
    const missing: Origin = { kind: 'value', file: 'values.yaml', span: { start: 0, end: 1 }, path: ['tag'], isMissing: true };
    const result = HELM_FUNCTIONS.get('default')?.call(CONTEXT, [makeValue(TracedText.of('latest')), makeValue(null, missing)]);
    assert.ok(result !== undefined && isValue(result) && result.data instanceof TracedText);
    assert.deepEqual(result.data.origin?.consulted, [missing]);
  });

  it('notes the keys that it looks at of a map that it is not given to read as a whole', () => {
    const inner = new GoMap().set('b', makeValue(true));
    const map = makeValue(new GoMap().set('a', makeValue(inner)));
    const text = (name: string) => TracedText.of(name);
    for (const [name, expected, ...args] of [
      ['get', ['x'], map, text('x')],
      ['hasKey', ['x'], map, text('x')],
      ['pick', ['x', 'y'], map, text('x'), text('y')],
      ['pluck', ['x'], text('x'), map],
      ['dig', ['a', 'c'], makeValue(text('a')), makeValue(text('c')), makeValue(text('other')), map],
    ] as const) {
      const read: string[] = [];
      const declared = HELM_FUNCTIONS.get(name);
      declared?.call({ ...CONTEXT, readKey: (_, key) => read.push(key) }, args);
      assert.deepEqual([declared?.isShallow, ...read], [true, ...expected], name);
    }
  });

  it('marks what only the installation makes known', () => {
    for (const [name, ...args] of [['randAlphaNum', 8], ['uuidv4'], ['htpasswd', TracedText.of('a'), TracedText.of('b')]] as const) {
      const result = HELM_FUNCTIONS.get(name)?.call(CONTEXT, args);
      assert.ok(result instanceof TracedText && result.spans.every(span => span.origin?.isPlaceholder === true), name);
    }
  });

  it('marks what is made of it and of something else', () => {
    const secret = HELM_FUNCTIONS.get('randAlphaNum')?.call(CONTEXT, [8]);
    assert.ok(secret instanceof TracedText);
    const mixed = new TracedTextBuilder().append(exactText(0, 4)).append(secret).build();
    for (const name of ['b64enc', 'sha256sum', 'adler32sum']) {
      const result = HELM_FUNCTIONS.get(name)?.call(CONTEXT, [mixed]);
      assert.ok(result instanceof TracedText && result.spans.every(span => span.origin?.isPlaceholder === true), name);
    }
    assert.equal(leadingOrigin([exactText(0, 4).origin, exactText(4, 8).origin])?.isPlaceholder, undefined);
  });
});

const SITE = { file: 'a.yaml', span: { start: 0, end: 1 }, via: undefined, guard: undefined };

/** A template that knows one named template and reads no texts, with a budget that bounds what a function makes. */
const CONTEXT: CallContext = {
  site: SITE,
  nesting: () => 0,
  readKey: () => undefined,
  executeTemplate: name => (name === 'known' ? exactText(0, 9) : undefined),
  executeText: text => text,
  spend: steps => {
    if (steps > 10_000) throw new FunctionError('too much');
  },
};

function callWithAnything(declared: TemplateFunction, random: Random): Data | Value | undefined {
  const kinds = [...declared.parameters];
  if (declared.rest !== undefined) for (let count = random.below(3); count > 0; count--) kinds.push(declared.rest);
  try {
    return declared.call(
      CONTEXT,
      kinds.map(kind => argument(kind, random)),
    );
  } catch (error) {
    if (error instanceof FunctionError) return undefined;
    throw error;
  }
}

function argument(kind: ParameterKind, random: Random): unknown {
  switch (kind) {
    case 'text':
      return random.text();
    case 'int':
    case 'int64':
      return random.below(40) - 5;
    case 'float':
      return random.below(100) / 8 - 3;
    case 'bool':
      return random.below(2) === 0;
    case 'map':
      return makeValue(random.map(2));
    case 'list':
      return makeValue(random.list(2));
    case 'time':
      return new GoTime(random.below(2_000_000_000));
    default:
      return random.value(2);
  }
}

/** The same numbers for the same seed, always. */
class Random {
  #state: number;

  constructor(seed: string) {
    this.#state = [...seed].reduce((state, character) => (state * 31 + (character.codePointAt(0) ?? 0)) >>> 0, 7);
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.#state >>> 8) % limit;
  }

  text(): TracedText {
    const builder = new TracedTextBuilder();
    for (let count = 1 + this.below(3); count > 0; count--) {
      const start = this.below(SOURCE.length);
      const part = exactText(start, Math.min(SOURCE.length, start + this.below(12)));
      if (this.below(4) === 0) builder.write(['<', '\n', ' ', 'x'][this.below(4)] ?? '');
      builder.append(part);
    }
    return builder.build();
  }

  value(depth: number): Value {
    switch (this.below(depth > 0 ? 9 : 6)) {
      case 0:
        return makeValue(null);
      case 1:
        return makeValue(this.below(2) === 0);
      case 2:
        return makeValue(this.below(1000) / 8);
      case 3:
        return makeValue(new Int(this.below(1000) - 100));
      case 4:
      case 5: {
        const text = this.text();
        return makeValue(text, text.valueOrigin);
      }
      case 6:
        return makeValue(new GoBytes(this.text()));
      case 7:
        return makeValue(this.list(depth - 1));
      default:
        return makeValue(this.map(depth - 1));
    }
  }

  list(depth: number): GoList {
    return new GoList(Array.from({ length: this.below(4) }, () => this.value(depth)));
  }

  map(depth: number): GoMap {
    const map = new GoMap();
    for (let count = this.below(4); count > 0; count--) {
      const key = this.text();
      map.set(key.text, this.value(depth), key.valueOrigin);
    }
    return map;
  }
}

function exactText(start: number, end: number): TracedText {
  const origin: Origin = { kind: 'value', file: 'values.yaml', span: { start, end }, path: ['image'], exactStart: start };
  return TracedText.copyOf(SOURCE.slice(start, end), origin);
}

function isValue(result: Data | Value): result is Value {
  return typeof result === 'object' && result !== null && 'data' in result && 'origin' in result;
}

function checkData(data: Data): void {
  if (data instanceof TracedText) checkText(data);
  else if (data instanceof GoBytes) checkText(data.content);
  else if (data instanceof GoList) for (const item of data.items) checkData(item.data);
  if (!(data instanceof GoMap)) return;
  for (const value of data.entries.values()) checkData(value.data);
}

function checkText(text: TracedText): void {
  assert.equal(text.spans.at(-1)?.end ?? 0, text.length, JSON.stringify(text));
  let start = 0;
  for (const span of text.spans) {
    assert.ok(span.end >= start, 'spans do not go back');
    if (span.sourceOffset >= 0) {
      const written = text.text.slice(start, span.end);
      const copied = SOURCE.slice(span.sourceOffset, span.sourceOffset + written.length);
      assert.equal(written, copied, 'what says it is a copy is one');
    }
    start = span.end;
  }
}
