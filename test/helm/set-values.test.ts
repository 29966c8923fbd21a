import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TracedText } from '../../server/src/gotemplate/traced-text.js';
import { type Data, GoList, GoMap, Int } from '../../server/src/gotemplate/value.js';
import { withSetValues } from '../../server/src/helm/set-values.js';

/** What the real helm 4.1 makes of `--set`. Integers are `int64`, which JSON does not tell. */
const READ: readonly (readonly [text: string, values: string])[] = [
  ['a=1', '{"a":1}'],
  ['a=1.5', '{"a":"1.5"}'],
  ['a=01', '{"a":"01"}'],
  ['a=+5,b=-0', '{"a":5,"b":0}'],
  ['a=TRUE,b=false', '{"a":true,"b":false}'],
  ['a=NULL', '{"a":null}'],
  ['a=', '{"a":""}'],
  ['a={}', '{"a":[""]}'],
  ['a={1,x,null},b=2', '{"a":[1,"x",null],"b":2}'],
  ['a={x,}', '{"a":["x",""]}'],
  ['a={x\\,y}', '{"a":["x,y"]}'],
  ['a[2]=x', '{"a":[null,null,"x"]}'],
  ['a[0].b=1,a[0].c=2', '{"a":[{"b":1,"c":2}]}'],
  ['a[0][1]=x', '{"a":[[null,"x"]]}'],
  ['a.b.c=1,a.b.d=2', '{"a":{"b":{"c":1,"d":2}}}'],
  ['a\\.b=1', '{"a.b":1}'],
  ['a=x\\,y', '{"a":"x,y"}'],
  ['a=x=y', '{"a":"x=y"}'],
  ['a=1,', '{"a":1}'],
  ['a=[1', '{"a":"[1"}'],
  ['a=99999999999999999999', '{"a":"99999999999999999999"}'],
  ['a.b=2,a=1', '{"a":1}'],
];

const REFUSED = ['a', 'a,b=1', 'a={x', 'a[x]=1', 'a[-1]=1', 'a={x}y', 'a..b=1', 'a=1,,b=2', 'a[2000000000]=1'];

describe('--set', () => {
  for (const [text, values] of READ) {
    it(text, () => assert.equal(setText(text), values));
  }
  for (const text of REFUSED) {
    it(`refuses ${text}`, () => assert.ok('error' in withSetValues(new GoMap(), { text, kind: 'typed' })));
  }
  it('keeps numbers as text where that is asked for', () => {
    assert.equal(setText('a=1,b=true,c=null', 'string'), '{"a":"1","b":"true","c":"null"}');
  });
  it('makes integers of 64 bits', () => {
    const result = withSetValues(new GoMap(), { text: 'a=1', kind: 'typed' });
    const data = 'values' in result ? result.values.get('a')?.data : undefined;
    assert.ok(data instanceof Int && data.type === 'int64');
  });
  it('lays what it reads over what is there, and leaves that as it was', () => {
    const below = new GoMap().set('a', { data: new GoMap().set('kept', { data: true, origin: undefined }), origin: undefined });
    const result = withSetValues(below, { text: 'a.b=1', kind: 'typed' });
    assert.equal('values' in result && JSON.stringify(toJson(result.values)), '{"a":{"kept":true,"b":1}}');
    assert.equal(JSON.stringify(toJson(below)), '{"a":{"kept":true}}');
  });
});

function setText(text: string, kind: 'typed' | 'string' = 'typed'): string {
  const result = withSetValues(new GoMap(), { text, kind });
  return 'values' in result ? JSON.stringify(toJson(result.values)) : result.error;
}

function toJson(data: Data): unknown {
  if (data instanceof GoMap) return Object.fromEntries([...data.entries].map(([key, value]) => [key, toJson(value.data)]));
  if (data instanceof GoList) return data.items.map(item => toJson(item.data));
  if (data instanceof TracedText) return data.text;
  return data instanceof Int ? data.toNumber() : data;
}
