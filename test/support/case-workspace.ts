import { Linter } from '../../server/src/engine/linter.js';
import type { Report } from '../../server/src/engine/report.js';
import type { Rule } from '../../server/src/rules/define-rule.js';
import { rules } from '../../server/src/rules/index.generated.js';

export interface CaseFile {
  readonly name: string;
  readonly text: string;
}

const FOLDER = 'file:///w/app';

export function uriOf(name: string): string {
  return `${FOLDER}/${name}`;
}

export function nameOf(uri: string): string {
  return uri.slice(FOLDER.length + 1);
}

/** A linter with all rules (or those given) and the files of a case. A rule that throws fails the test. */
export function lintFiles(files: readonly CaseFile[], withRules: readonly Rule[] = rules): Linter {
  const linter = new Linter({
    rules: withRules,
    onRuleCrash: (rule, uri, error) => {
      throw new Error(`${rule.id} failed on ${uri}`, { cause: error });
    },
  });
  for (const { name, text } of files) linter.update({ uri: uriOf(name), text });
  return linter;
}

/** What a linter says about a file of a case, of one rule or of all. */
export function reportsOn(linter: Linter, name: string, rule?: Rule): readonly Report[] {
  const reports = linter.report(uriOf(name))?.reports ?? [];
  return rule === undefined ? reports : reports.filter(report => report.rule.id === rule.id);
}
