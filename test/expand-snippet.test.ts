import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choicesIn, expandSnippet } from './support/expand-snippet.js';

describe('expandSnippet', () => {
  it('writes defaults, mirrors and nested placeholders', () => {
    assert.equal(expandSnippet(['a: ${1:app}', 'b: $1-${2:$1-config}$0']), 'a: app\nb: app-app-config');
  });

  it('takes the first choice, or the answer given', () => {
    const body = ['${1|x,y\\,z,\\|w|} and $1'];
    assert.equal(expandSnippet(body), 'x and x');
    assert.equal(expandSnippet(body, { answers: new Map([[1, 'y,z']]) }), 'y,z and y,z');
    assert.deepEqual([...choicesIn(body)], [[1, ['x', 'y,z', '|w']]]);
  });

  it('transforms a stop that is defined later', () => {
    const body = ['${1/^(?:(256Mi)|(512Mi))$/${1:+230MiB}${2:+460MiB}/} of ${1|256Mi,512Mi|}'];
    assert.equal(expandSnippet(body), '230MiB of 256Mi');
    assert.equal(expandSnippet(body, { answers: new Map([[1, '512Mi']]) }), '460MiB of 512Mi');
    assert.equal(expandSnippet(body, { answers: new Map([[1, '3Gi']]) }), '3Gi of 3Gi');
  });

  it('formats groups', () => {
    assert.equal(expandSnippet(['${1:ab} ${1/(.)(.)/${1:/upcase}$2${3:-no/ne}/} ${1/(a)|(b)/${1:?yes:no}\\//g}']), 'ab Abno/ne yes/no/');
  });

  it('uses variables, their defaults and their transforms', () => {
    const variables = { TM_FILENAME_BASE: 'main' };
    assert.equal(expandSnippet(['$TM_FILENAME_BASE ${NOWHERE:app} ${TM_FILENAME_BASE/m/M/}$NOWHERE'], { variables }), 'main app Main');
  });

  it('keeps what is escaped', () => {
    assert.equal(expandSnippet(['\\${VERSION} \\\\ \\n ${1:a\\}b}']), '${VERSION} \\ \\n a}b');
  });

  it('refuses what VS Code would insert as text', () => {
    assert.throws(() => expandSnippet(['${1|a,b']));
    assert.throws(() => expandSnippet(['${1:a']));
    assert.throws(() => expandSnippet(['${1-a}']));
    assert.throws(() => expandSnippet(['${1:a} ${1/(a)/${1:+x\\/y}/}']));
  });
});
