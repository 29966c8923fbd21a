import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { generatedFiles, orphanPages } from '../scripts/generate/generated-files.js';

const root = join(import.meta.dirname, '../..');

const files = generatedFiles(root);

describe('generated files', () => {
  it('none is about a rule that is gone (if so: npm run gen)', () => {
    assert.deepEqual(orphanPages(root, files), []);
  });

  for (const [path, text] of files) {
    it(`${path} is current (if not: npm run gen)`, () => {
      assert.ok(existsSync(join(root, path)), `${path} is missing`);
      assert.equal(readFileSync(join(root, path), 'utf8'), text);
    });
  }
});
