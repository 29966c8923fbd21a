import type { Severity } from '../rules/define-rule.js';
import type { CheckResult } from './check-command.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/** Workflow commands that GitHub Actions turns into annotations, one a line. */
export function githubOutput({ reports, places }: CheckResult): string {
  return reports
    .map(({ uri, span, severity, message, rule }) => {
      const { start, end } = places.range(uri, span);
      const properties = {
        file: places.file(uri),
        line: start.line + 1,
        col: start.character + 1,
        endLine: end.line + 1,
        endColumn: Math.max(end.character, start.character + 1),
        title: rule.id,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(message)}`;
    })
    .join('\n');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
