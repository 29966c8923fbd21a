import { PROFILES, profileSeverity } from '../engine/profiles.js';
import type { Profile, Rule } from '../rules/define-rule.js';
import { rules } from '../rules/index.generated.js';
import type { RulesCommand } from './command.js';
import type { Terminal } from './terminal.js';
import { SEVERITY_STYLES } from './text-output.js';

/** Lists the rules. */
export function runRules({ format }: RulesCommand, terminal: Terminal): number {
  terminal.print(format === 'json' ? JSON.stringify(rules.map(ruleJson), undefined, 2) : table(terminal));
  return 0;
}

function ruleJson(rule: Rule) {
  const { id, title, severity, release, sop, why, remedy, fixSafety, options = {} } = rule;
  return { id, title, severity, profiles: severities(rule), release, sop, why, remedy, fixSafety, options };
}

/** The severity of a rule in each profile. */
function severities(rule: Rule): Record<string, string> {
  return Object.fromEntries(Object.keys(PROFILES).map(profile => [profile, profileSeverity(rule, [profile as Profile])]));
}

function table(terminal: Terminal): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(rule => {
      const severity = profileSeverity(rule, ['sop']);
      const styled = terminal.style(severity.padEnd('information'.length), severity === 'off' ? 'dim' : SEVERITY_STYLES[severity]);
      return `${rule.id.padEnd(width)}  ${styled}  ${rule.title}`;
    })
    .join('\n');
}
