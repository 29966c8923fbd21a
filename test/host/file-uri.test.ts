import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normaliseUri, pathOfUri, uriOfAbsolutePath, uriOfPath } from '../../server/src/host/file-uri.js';

describe('the URI of a file', () => {
  it('encodes each segment of the path', () => {
    assert.equal(uriOfAbsolutePath('/srv/a b/50%#1?.yaml'), 'file:///srv/a%20b/50%25%231%3F.yaml');
    assert.equal(uriOfAbsolutePath('/srv/größe@2/x+y.yaml'), 'file:///srv/gr%C3%B6%C3%9Fe%402/x%2By.yaml');
    assert.equal(uriOfAbsolutePath('/srv/\ud800.yaml'), 'file:///srv/%EF%BF%BD.yaml');
  });

  it('writes drives in lower case and servers as hosts', () => {
    assert.equal(uriOfAbsolutePath('C:/Work/a b.yaml'), 'file:///c:/Work/a%20b.yaml');
    assert.equal(uriOfAbsolutePath('//Files/share/a.yaml'), 'file://files/share/a.yaml');
  });

  it('has no slash at the end', () => {
    assert.equal(uriOfAbsolutePath('/srv/app/'), 'file:///srv/app');
    assert.equal(uriOfAbsolutePath('/'), 'file://');
  });

  it('leads back to the path', () => {
    for (const path of ['/srv/a b/50%#1?.yaml', '/srv/größe@2/x+y.yaml', "/srv/it's (1)!*.yaml", '/srv/back\\slash.yaml']) {
      assert.equal(pathOfUri(uriOfPath(path)), path);
    }
    assert.equal(pathOfUri('untitled:Untitled-1'), undefined);
  });
});

describe('a URI of an editor', () => {
  for (const [spelling, normal] of [
    ['file:///c%3A/Work/a.yaml', 'file:///c:/Work/a.yaml'],
    ['file:///C:/Work/a.yaml', 'file:///c:/Work/a.yaml'],
    ['file:///srv/a%2db%20c/%7Ex.yaml', 'file:///srv/a-b%20c/~x.yaml'],
    ['file:///srv/it%27s%20%281%29.yaml', "file:///srv/it's%20(1).yaml"],
    ['file:///srv/app/', 'file:///srv/app'],
    ['file://localhost/srv/a.yaml', 'file:///srv/a.yaml'],
    ['file://Files/share/a.yaml', 'file://files/share/a.yaml'],
    ['file:///srv/100%25/50%.yaml', 'file:///srv/100%25/50%25.yaml'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['vscode-vfs://github/team/app/a%3Ab.yaml?ref=1', 'vscode-vfs://github/team/app/a%3Ab.yaml?ref=1'],
  ] as const) {
    it(`is ${normal}, written ${spelling}`, () => {
      assert.equal(normaliseUri(spelling), normal);
      assert.equal(normaliseUri(normal), normal);
    });
  }
});
