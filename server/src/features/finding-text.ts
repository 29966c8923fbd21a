import type { Report } from '../engine/report.js';
import { rulePageUrl } from './rule-page.js';

/**
 * What a person wants to know about a finding, as Markdown: why it matters, what to do, which clause of the standard asks for it.
 *
 * @param link what else can be asked, as Markdown
 */
export function findingText({ rule }: Report, link: string | undefined): string {
  const page = `[${rule.id}](${rulePageUrl(rule.id)})`;
  const paragraphs = [
    `**${rule.title}**`,
    rule.why,
    rule.remedy,
    [page, clausesOf(rule.sop), link].filter(part => part !== undefined).join(' · '),
  ];
  return paragraphs.join('\n\n');
}

/** The clauses as people cite them; nothing for a rule that goes beyond the standard. */
function clausesOf(sop: readonly string[]): string | undefined {
  const clauses = sop.filter(clause => !clause.startsWith('beyond'));
  return clauses.length === 0 ? undefined : `standard ${clauses.join(', ')}`;
}
