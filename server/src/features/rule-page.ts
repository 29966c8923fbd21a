/** Where the documentation of the rules is published. */
const RULE_PAGES = 'https://github.com/plimsoll-lint/plimsoll/blob/main/docs/rules';

/** The page of a rule, for people. */
export function rulePageUrl(ruleId: string): string {
  return `${RULE_PAGES}/${ruleId}.md`;
}
