import type { Linter } from '../engine/linter.js';
import type { Explanation } from '../engine/report.js';
import type { Rule } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';

/**
 * Why rules spoke or stayed silent at a place, as Markdown; `undefined` if none was asked about it.
 *
 * @param ruleId only this rule; unsaid, all that judged something there
 */
export function explanationText(linter: Linter, source: SourceText, ruleId: string | undefined, offset: number): string | undefined {
  const rules = ruleId === undefined ? linter.rules : linter.rules.filter(({ id }) => id === ruleId);
  const sections = rules.flatMap(rule => {
    const explanations = linter
      .explain(source.uri, rule.id, offset)
      .filter(({ outcome }) => ruleId !== undefined || outcome.kind !== 'not-applicable');
    return explanations.length === 0 ? [] : [{ rank: Math.min(...explanations.map(rankOf)), text: section(rule, source, explanations) }];
  });
  if (sections.length === 0) return undefined;
  return sections
    .sort((a, b) => a.rank - b.rank)
    .map(({ text }) => text)
    .join('\n\n');
}

const RANK: Readonly<Record<Explanation['outcome']['kind'], number>> = { violated: 0, unknown: 1, satisfied: 2, 'not-applicable': 3 };

function rankOf({ outcome }: Explanation): number {
  return RANK[outcome.kind];
}

function section(rule: Rule, source: SourceText, explanations: readonly Explanation[]): string {
  return [`## ${rule.id}`, `${rule.title}.`, ...explanations.map(explanation => paragraph(source, explanation))].join('\n\n');
}

function paragraph(source: SourceText, { outcome, span, object, variant, facts }: Explanation): string {
  const subject =
    object === undefined
      ? ''
      : `, ${object.kind} "${object.name}"${object.container === undefined ? '' : `, container "${object.container}"`}`;
  const made = variant === undefined ? '' : `, in ${variant}`;
  const place = `Line ${source.lineAt(span.start) + 1}${subject}${made}: `;
  const asked = facts.length === 0 ? '' : `\n\nIt asked the workspace:\n\n${facts.map(fact => `- ${fact}`).join('\n')}`;
  return `${place}${conclusion(outcome)}${asked}`;
}

function conclusion(outcome: Explanation['outcome']): string {
  switch (outcome.kind) {
    case 'violated':
      return `**found**. ${outcome.finding.message}`;
    case 'unknown':
      return `**cannot know**, so it stays silent. ${outcome.because}`;
    case 'satisfied':
      return `**satisfied**.${outcome.because === undefined ? '' : ` ${outcome.because}`}`;
    case 'not-applicable':
      return `**does not apply**. ${outcome.because}`;
  }
}
