import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Report } from '../engine/report.js';
import { pathOfUri } from '../host/file-uri.js';
import { codeOf } from '../host/walk-folder.js';
import { UsageError } from './usage-error.js';

/** What makes a finding the same one later: not its place, which edits move. Files are relative to the baseline's folder, with `/`. */
interface KnownFinding {
  readonly rule: string;
  readonly file: string;
  /** Kind, namespace, name and container, as far as there are any; `''` for a file without objects. */
  readonly object: string;
  readonly message: string;
}

/** What a baseline leaves of some reports. */
export interface Division {
  readonly fresh: readonly Report[];
  readonly known: readonly Report[];
  /** How many of its findings are not found any more, in files that were checked or are no longer there. */
  readonly gone: number;
}

/** Findings that a team knew when it began to check: they are not shown again, so that only new ones fail. */
export class Baseline {
  readonly #path: string;
  readonly #findings: readonly KnownFinding[];

  private constructor(path: string, findings: readonly KnownFinding[]) {
    this.#path = resolve(path);
    this.#findings = findings;
  }

  /** Reads a baseline. Throws {@link UsageError} where there is none, unless it is about to be written, or where it is not one. */
  static read(path: string, isAboutToBeWritten: boolean): Baseline {
    if (isAboutToBeWritten && !existsSync(path)) return new Baseline(path, []);
    return new Baseline(path, findingsIn(path));
  }

  /** Tells new findings from known ones. Of several that are alike, as many are known as the baseline has, from the top of the file. */
  divide(reports: readonly Report[], isChecked: (path: string) => boolean): Division {
    const left = new Map<string, number>();
    for (const finding of this.#findings) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
    const [fresh, known]: [Report[], Report[]] = [[], []];
    for (const report of reports) {
      const key = keyOf(this.#findingOf(report));
      const count = left.get(key) ?? 0;
      left.set(key, count - 1);
      (count > 0 ? known : fresh).push(report);
    }
    const gone = this.#findings.filter(finding => this.#isJudged(finding, isChecked)).length - known.length;
    return { fresh, known, gone };
  }

  /** Whether a finding is like one that was there. */
  knows(report: Report): boolean {
    const key = keyOf(this.#findingOf(report));
    return this.#findings.some(finding => keyOf(finding) === key);
  }

  /** Writes the findings of the files that were checked, and keeps what is known about others that are still there. */
  update(reports: readonly Report[], isChecked: (path: string) => boolean): Baseline {
    const kept = this.#findings.filter(finding => !this.#isJudged(finding, isChecked));
    const findings = [...kept, ...reports.map(report => this.#findingOf(report))].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const lines = findings.map(finding => `    ${JSON.stringify(finding)}`).join(',\n');
    const text = `{\n  "version": 1,\n  "findings": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
    try {
      writeFileSync(this.#path, text);
    } catch (error) {
      throw new UsageError(`The baseline ${this.#path} cannot be written (${codeOf(error)}).`);
    }
    return new Baseline(this.#path, findings);
  }

  /** Whether this check says that a finding is still there: its file was checked, or is gone. */
  #isJudged({ file }: KnownFinding, isChecked: (path: string) => boolean): boolean {
    const path = resolve(dirname(this.#path), file);
    return isChecked(path) || !existsSync(path);
  }

  #findingOf({ rule, uri, object, message }: Report): KnownFinding {
    const { kind, namespace, name, container } = object ?? {};
    const file = relative(dirname(this.#path), pathOfUri(uri) ?? uri).replaceAll(sep, '/');
    const parts = [kind, namespace, name, container].filter(part => part !== undefined && part !== '');
    return { rule: rule.id, file, object: parts.join('/'), message };
  }
}

function findingsIn(path: string): KnownFinding[] {
  const content = parse(path);
  if (!isRecord(content) || content['version'] !== 1 || !Array.isArray(content['findings'])) throw notABaseline(path);
  return content['findings'].map(entry => {
    if (!isRecord(entry)) throw notABaseline(path);
    const text = (name: string) => {
      const value = entry[name];
      if (typeof value !== 'string') throw notABaseline(path);
      return value;
    };
    return { rule: text('rule'), file: text('file'), object: text('object'), message: text('message') };
  });
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The baseline ${path} cannot be read (${codeOf(error)}). "--update-baseline" writes it.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw notABaseline(path);
  }
}

function notABaseline(path: string): UsageError {
  return new UsageError(`${path} is not a baseline of Plimsoll. "--update-baseline" writes one into a file that is not there yet.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf({ rule, file, object, message }: KnownFinding): string {
  return JSON.stringify([rule, file, object, message]);
}

function orderOf({ rule, file, object, message }: KnownFinding): string {
  return JSON.stringify([file, object, rule, message]);
}
