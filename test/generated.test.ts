import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { generatedFiles } from '../scripts/generate/generated-files.js';

const root = join(import.meta.dirname, '../..');

describe('generated files', () => {
  for (const [path, text] of generatedFiles(root)) {
    it(`${path} is current (if not: npm run gen)`, () => {
      assert.ok(existsSync(join(root, path)), `${path} is missing`);
      assert.equal(readFileSync(join(root, path), 'utf8'), text);
    });
  }
});
