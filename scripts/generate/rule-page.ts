import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROFILES, profileSeverity } from '../../server/src/engine/profiles.js';
import type { Profile, Rule } from '../../server/src/rules/define-rule.js';
import type { OptionDeclaration } from '../../server/src/rules/options.js';
import { readMarkers } from '../../test/support/markers.js';
import { type Case, type CaseBlock, parseSuite } from '../../test/support/suite.js';

export const PROFILE_NAMES = Object.keys(PROFILES) as Profile[];

/** The page of a rule: everything that its object says, with the first case of its suite as the example. */
export function rulePage(root: string, rule: Rule): string {
  return paragraphs(
    `<!-- Made by \`npm run gen\` from the rule and its cases. Don't edit. -->`,
    `# ${rule.id}`,
    `${rule.title}.`,
    severityTable(rule),
    '## Why',
    rule.why,
    '## What to do',
    rule.remedy,
    ...example(root, rule),
    ...(rule.fixSafety === undefined ? [] : ['## Before you apply a fix', rule.fixSafety]),
    ...options(rule),
    '## To leave it out',
    ...ignoring(rule),
    '## More',
    `Standard: ${rule.sop.map(clause => (clause.startsWith('beyond: ') ? `none (${clause.slice('beyond: '.length)})` : `[${clause}](../../sop.md)`)).join(', ')}. ` +
      `[Source](../../../server/src/rules/${rule.id}.ts). [All cases](../../../test/rules/${rule.id}.md), with those in which it stays silent.`,
  );
}

function severityTable(rule: Rule): string {
  const severities = PROFILE_NAMES.map(profile => profileSeverity(rule, [profile]));
  return table(
    PROFILE_NAMES.map(profile => `\`${profile}\``),
    [severities],
  );
}

function example(root: string, rule: Rule): string[] {
  const path = join(root, `test/rules/${rule.id}.md`);
  const [first] = existsSync(path) ? parseSuite(readFileSync(path, 'utf8')).cases : [];
  if (first === undefined) return [];
  const files = first.files.flatMap(block => [
    ...(first.files.length > 1 ? [`\`${block.name}\``] : []),
    fenced(languageOf(block), textOf(block)),
  ]);
  return [
    '## Example',
    ...files,
    ...findings(first),
    ...(first.diff === undefined ? [] : ['The fix:', fenced('diff', first.diff.content)]),
  ];
}

/** What the markers of a case say, with the text that they mark. */
function findings({ files }: Case): string[] {
  const lines = files.flatMap(block => {
    const { text, markers } = readMarkers(block.content);
    return markers.map(marker => {
      const [, severity = '', message = ''] = /^(\w+): (.*)$/s.exec(marker.text) ?? [];
      const { start, end } = marker.span;
      const line = text.slice(0, start).split('\n').length;
      const file = files.length > 1 ? `\`${block.name}\`, line` : 'Line';
      return `- ${file} ${line}, ${severity} at \`${text.slice(start, end)}\`: ${message}`;
    });
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function textOf(block: CaseBlock): string {
  return readMarkers(block.content).text;
}

function languageOf({ name }: CaseBlock): string {
  if (/dockerfile|containerfile/i.test(name)) return 'dockerfile';
  const extension = /\.(\w+)$/.exec(name)?.[1] ?? 'text';
  return { yml: 'yaml', mod: 'go', sum: 'text' }[extension] ?? extension;
}

function options({ options: declared = {} }: Rule): string[] {
  const rows = Object.entries(declared).map(([name, option]) => [
    `\`${name}\``,
    typeOf(option),
    `\`${JSON.stringify(option.default)}\``,
    option.description,
  ]);
  return rows.length === 0 ? [] : ['## Options', table(['Option', 'Type', 'Default', 'Meaning'], rows)];
}

function typeOf(option: OptionDeclaration): string {
  switch (option.type) {
    case 'number': {
      const bounds = [
        option.minimum === undefined ? '' : `from ${option.minimum}`,
        option.maximum === undefined ? '' : `to ${option.maximum}`,
      ];
      return ['number', ...bounds.filter(bound => bound !== '')].join(' ');
    }
    case 'string':
      return option.values === undefined ? 'text' : option.values.map(value => `\`${value}\``).join(', ');
    case 'strings':
      return 'list of texts';
    case 'boolean':
      return '`true` or `false`';
  }
}

function ignoring({ id }: Rule): string[] {
  return [
    'For one finding, with a reason, on its line or on the line above:',
    fenced('yaml', `# plimsoll-ignore ${id} -- why this is right here\n`),
    'Everywhere, or in some places only, in [`.plimsoll.yaml`](../../configuration.md):',
    fenced('yaml', `rules:\n  ${id}: off\n`),
  ];
}

export function paragraphs(...parts: readonly string[]): string {
  return `${parts.map(part => part.trim()).join('\n\n')}\n`;
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** A code block whose fence is longer than any in it. */
export function fenced(language: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/^`+/gm)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content.endsWith('\n') ? content : `${content}\n`}${fence}`;
}
