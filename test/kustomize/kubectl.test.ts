import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { realTool } from '../support/real-tool.js';
import { normalised, readCases } from './build-case.js';

const kubectl = realTool('kubectl');
const skip = kubectl === undefined ? 'there is no kubectl binary: what we build was not compared with the real kustomize' : false;

describe('the real kustomize builds what we build', { skip }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-kustomize-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { name, files, expected } of readCases()) {
    it(name, () => {
      for (const [path, text] of files) {
        mkdirSync(dirname(join(folder, name, path)), { recursive: true });
        writeFileSync(join(folder, name, path), text);
      }
      const { stdout, stderr, status } = spawnSync(kubectl ?? '', ['kustomize', join(folder, name, 'overlay')], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.deepEqual(normalised(expected ?? ''), normalised(stdout));
    });
  }
});
