/** The name of the configuration file, in the folder it is for or in one above. */
export const CONFIG_NAME = '.plimsoll.yaml';

/** What a new configuration file says. */
export const NEW_CONFIG = `# What Plimsoll checks in this folder and below. The nearest file named ${CONFIG_NAME} wins.
extends: [sop]
rules: {}
`;

/** Where the severity of a rule stands in a configuration, or what to write where so that it can be chosen. */
export type RuleEntry =
  | { readonly kind: 'present'; readonly line: number; readonly start: number; readonly end: number }
  | { readonly kind: 'absent'; readonly line: number; readonly linesToReplace: 0 | 1; readonly before: string; readonly after: string };

/** Finds the entry of a rule by lines, as the file may be half typed; a list of rules in braces is only replaced when it is empty. */
export function findRuleEntry(text: string, rule: string): RuleEntry {
  const lines = text.split(/\r?\n/);
  const heading = lines.findIndex(line => /^rules\s*:\s*(\{\s*\}\s*)?(#.*)?$/.test(line));
  if (heading === -1) return atTheEnd(lines, rule);
  const isEmpty = /\{\s*\}/.test(lines[heading] ?? '');
  const block = isEmpty ? [] : entriesBelow(lines, heading);
  for (const line of block) {
    const entry = /^(\s+(['"]?)([\w-]+\/[\w-]+)\2\s*:\s*)(\S*)/.exec(lines[line] ?? '');
    if (entry?.[3] === rule) return { kind: 'present', line, start: entry[1]!.length, end: entry[0].length };
  }
  if (isEmpty) return { kind: 'absent', line: heading, linesToReplace: 1, before: `rules:\n  ${rule}: `, after: '\n' };
  const indentation = /^\s+/.exec(lines[block[0] ?? -1] ?? '')?.[0] ?? '  ';
  const isLastLine = heading === lines.length - 1;
  return { kind: 'absent', line: heading + 1, linesToReplace: 0, before: `${isLastLine ? '\n' : ''}${indentation}${rule}: `, after: '\n' };
}

function atTheEnd(lines: readonly string[], rule: string): RuleEntry {
  const endsWithNewline = lines.at(-1) === '';
  return {
    kind: 'absent',
    line: endsWithNewline ? lines.length - 1 : lines.length,
    linesToReplace: 0,
    before: `${endsWithNewline ? '' : '\n'}rules:\n  ${rule}: `,
    after: '\n',
  };
}

/** The numbers of the indented lines with content that belong to a heading. */
function entriesBelow(lines: readonly string[], heading: number): number[] {
  const numbers: number[] = [];
  for (let number = heading + 1; number < lines.length; number++) {
    const line = lines[number] ?? '';
    if (/^\s*(#.*)?$/.test(line)) continue;
    if (!/^\s/.test(line)) break;
    numbers.push(number);
  }
  return numbers;
}
