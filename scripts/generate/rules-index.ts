import { PROFILES, profileSeverity } from '../../server/src/engine/profiles.js';
import type { Rule } from '../../server/src/rules/define-rule.js';
import { PROFILE_NAMES, paragraphs, table } from './rule-page.js';

/** The list of all rules: what each reports, and its severity in each profile. */
export function rulesIndex(rules: readonly Rule[]): string {
  const groups = [...new Set(rules.map(groupOf))];
  return paragraphs(
    `<!-- Made by \`npm run gen\` from the rules. Don't edit. -->`,
    '# Rules',
    'What each rule reports, its severity in each profile, and the clauses of [the standard](../sop.md) that it judges. A rule may give a ' +
      'single finding another severity. Severities and options are set in [`.plimsoll.yaml`](../configuration.md).',
    PROFILE_NAMES.map(profile => `- \`${profile}\`: ${PROFILES[profile]}`).join('\n'),
    ...groups.flatMap(group => [`## ${group}`, groupTable(rules.filter(rule => groupOf(rule) === group))]),
  );
}

function groupTable(rules: readonly Rule[]): string {
  const rows = rules.map(rule => [
    `[${rule.id}](${rule.id}.md)`,
    rule.title,
    ...PROFILE_NAMES.map(profile => profileSeverity(rule, [profile])),
    rule.sop.map(clause => clause.replace(/^beyond: .*/, 'beyond')).join(', '),
  ]);
  return table(['Rule', 'Reports', ...PROFILE_NAMES, 'Standard'], rows);
}

function groupOf({ id }: Rule): string {
  return id.slice(0, id.indexOf('/'));
}
