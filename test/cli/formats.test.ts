import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';
import { ONLY, POD, SETTINGS } from './sample-files.js';
import { SARIF_SUBSET } from './sarif-subset.js';

const SARIF_SCHEMA = join(
  import.meta.dirname,
  '../../../test/oracle/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);
const noSchema = existsSync(SARIF_SCHEMA) ? false : 'There is no schema of SARIF: our output was not held against it (CONTRIBUTING.md)';

const folder = temporaryFolder({
  'a #1/pod.yaml': POD,
  'settings.yaml': SETTINGS,
  'latin.yaml': Uint8Array.of(0x61, 0x3a, 0x20, 0xe9),
});

describe('plimsoll check --format json', () => {
  it('gives findings with zero-based ranges, objects and fixes', () => {
    const { stdout, status } = runCli(folder, ['check', '.', ...ONLY, '--format', 'json']);
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), {
      findings: [
        {
          rule: 'go/gomemlimit-exceeds-limit',
          severity: 'error',
          message: 'GOMEMLIMIT is 600MiB, above the memory limit of 512Mi. Container "tally" is killed before the Go runtime reacts.',
          file: 'a #1/pod.yaml',
          range: range(10, 17, 23),
          object: { apiVersion: 'v1', kind: 'Pod', name: 'tally', container: 'tally' },
          related: [{ file: 'a #1/pod.yaml', range: range(13, 18, 23), message: 'The memory limit is 512Mi.' }],
          fixes: [
            {
              title: 'Set GOMEMLIMIT to 460MiB',
              safety: 'unsafe',
              edits: [{ file: 'a #1/pod.yaml', range: range(10, 17, 23), newText: '460MiB' }],
            },
            {
              title: 'Limit memory to 667Mi',
              safety: 'unsafe',
              edits: [{ file: 'a #1/pod.yaml', range: range(13, 18, 23), newText: '667Mi' }],
            },
          ],
        },
        {
          rule: 'meta/unused-suppression',
          severity: 'information',
          message: '"go/gomemlimit-missing" finds nothing here that this directive could silence.',
          file: 'settings.yaml',
          range: range(3, 35, 56),
          related: [],
          fixes: [
            {
              title: 'Remove "go/gomemlimit-missing" from the directive',
              safety: 'safe',
              edits: [{ file: 'settings.yaml', range: range(3, 16, 69), newText: '' }],
            },
          ],
        },
      ],
      notAnalysed: [{ file: 'latin.yaml', reason: 'It is not UTF-8 text.' }],
      summary: { files: 2, error: 1, warning: 0, information: 1, hint: 0, fixed: 0 },
    });
  });
});

describe('plimsoll check --format github', () => {
  it('writes one escaped workflow command for each finding', () => {
    const names = temporaryFolder({ 'a,b%: c.yaml': POD });
    assert.equal(
      runCli(names, ['check', '.', ...ONLY, '--format', 'github']).stdout,
      '::error file=a%2Cb%25%3A c.yaml,line=11,col=18,endLine=11,endColumn=23,title=go/gomemlimit-exceeds-limit::' +
        'GOMEMLIMIT is 600MiB, above the memory limit of 512Mi. Container "tally" is killed before the Go runtime reacts.\n',
    );
  });
});

describe('plimsoll check --format sarif', () => {
  const log = JSON.parse(runCli(folder, ['check', '.', ...ONLY, '--format', 'sarif']).stdout);

  it('is of the form that the standard asks for', () => {
    const ajv = new Ajv({ allErrors: true });
    assert.ok(ajv.validate(SARIF_SUBSET, log), ajv.errorsText());
  });

  it('holds against the schema of SARIF 2.1.0', { skip: noSchema }, () => {
    // Its keywords are those of draft 4 under names of today, and one of its patterns is none for Unicode.
    const { id, $schema, ...schema } = JSON.parse(readFileSync(SARIF_SCHEMA, 'utf8'));
    const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
    const withoutTool = { ...log, runs: [{ results: [] }] };
    assert.ok(ajv.validate(schema, log), ajv.errorsText());
    assert.equal(ajv.validate(schema, withoutTool), false);
  });

  it('has regions, fixes and rules', () => {
    const [run] = log.runs;
    const [result] = run.results;
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.equal(result.level, 'error');
    assert.deepEqual(result.locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20%231/pod.yaml' },
          region: { startLine: 11, startColumn: 18, endLine: 11, endColumn: 24 },
        },
        logicalLocations: [{ name: 'tally', fullyQualifiedName: 'Pod/tally/tally', kind: 'object' }],
      },
    ]);
    assert.deepEqual(result.fixes[0].artifactChanges[0].replacements, [
      { deletedRegion: { startLine: 11, startColumn: 18, endLine: 11, endColumn: 24 }, insertedContent: { text: '460MiB' } },
    ]);
    assert.equal(run.invocations[0].toolExecutionNotifications[0].message.text, 'Not analysed: It is not UTF-8 text.');
  });
});

function range(line: number, start: number, end: number) {
  return { start: { line, character: start }, end: { line, character: end } };
}
