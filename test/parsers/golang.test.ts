import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseGoModule } from '../../server/src/golang/go-module.js';
import { goSourceOf } from '../../server/src/golang/go-source.js';
import { SourceText } from '../../server/src/text/source-text.js';

const moduleOf = (text: string) => parseGoModule(new SourceText('file:///w/go.mod', text));
const sourceOf = (text: string) => goSourceOf(new SourceText('file:///w/main.go', text));

describe('go.mod', () => {
  it('gives module, versions, requirements and local replacements', () => {
    const text = [
      'module example.com/web // the service',
      '',
      'go 1.26.1',
      'toolchain go1.26.3',
      'require example.com/one v1.0.0',
      'require (',
      '\texample.com/two v0.2.0 // indirect',
      '\t"example.com/three" v0.3.0',
      ')',
      'replace example.com/one => ../one',
      'replace example.com/two v0.2.0 => example.com/fork v0.2.1',
    ];
    for (const eol of ['\n', '\r\n']) {
      assert.deepEqual(moduleOf(text.join(eol)), {
        path: 'example.com/web',
        goVersion: '1.26.1',
        toolchain: 'go1.26.3',
        godebug: {},
        requires: [
          { path: 'example.com/one', version: 'v1.0.0', indirect: false },
          { path: 'example.com/two', version: 'v0.2.0', indirect: true },
          { path: 'example.com/three', version: 'v0.3.0', indirect: false },
        ],
        localReplacements: ['../one'],
      });
    }
  });

  it('that is broken gives what can be read', () => {
    assert.deepEqual(moduleOf('module\nrequire (\nexample.com/x\n\u0000 =>').requires, []);
    assert.equal(moduleOf('').path, undefined);
  });
});

describe('a Go source', () => {
  it('gives its imports', () => {
    assert.deepEqual(
      sourceOf('package main\n\nimport "os"\nimport (\n\tm "math" // "not/this"\n\t_ "net/http"\n)\n\nvar x = "a"\n').imports,
      ['os', 'math', 'net/http'],
    );
  });

  it('sets the memory limit where it calls the function, or imports what does', () => {
    assert.equal(sourceOf('package main\nimport "runtime/debug"\nfunc main() { debug.SetMemoryLimit(1 << 28) }\n').setsMemoryLimit, true);
    assert.equal(sourceOf('package main\nimport _ "github.com/KimMachineGun/automemlimit"\nfunc main() {}\n').setsMemoryLimit, true);
  });

  it('does not where it only reads the limit', () => {
    assert.equal(sourceOf('package main\nimport "runtime/debug"\nvar n = debug.SetMemoryLimit(-1)\n').setsMemoryLimit, false);
  });

  it('does not where a comment or a text says so', () => {
    assert.equal(
      sourceOf('package main\n// debug.SetMemoryLimit(1)\n/* debug.SetMemoryLimit(2) */\nfunc main() {}\n').setsMemoryLimit,
      false,
    );
    assert.equal(sourceOf('package main\nconst help = `debug.SetMemoryLimit(1)` + "SetMemoryLimit(2)"\n').setsMemoryLimit, false);
  });

  it('that is broken gives what can be read', () => {
    assert.deepEqual(sourceOf('import ( "os\n`').imports, []);
    assert.equal(sourceOf('SetMemoryLimit `').setsMemoryLimit, false);
  });
});
