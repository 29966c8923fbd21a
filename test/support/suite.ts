/** A test suite written in Markdown: the first heading names the rule, every `##` is a case made of files. */
export interface Suite {
  readonly ruleId: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly title: string;
  /** The documents of the case, the one that a file without a name stands for first. */
  readonly files: readonly CaseBlock[];
  /** What the fixes change, line by line. */
  readonly diff: CaseBlock | undefined;
  /** What the rule concludes where it does not fire, one `kind: because` a line. */
  readonly outcomes: CaseBlock | undefined;
}

export interface CaseBlock {
  readonly name: string;
  readonly content: string;
  /** Offset of the content in the Markdown, so that it can be written anew. */
  readonly start: number;
}

const BLOCK = /^## (?<title>.+)$|^(?:`(?<name>[^`\n]+)`:?\n\n)?(?<fence>```+)(?<language>[\w.-]+)\n(?<content>[\s\S]*?)^\k<fence>$/gm;

/** Reads a suite. Blocks in the languages `diff` and `outcome` are expectations, all others are files. */
export function parseSuite(markdown: string): Suite {
  const ruleId = /^# `?([\w/-]+)`?/m.exec(markdown)?.[1] ?? '';
  const cases: { title: string; files: CaseBlock[]; diff: CaseBlock | undefined; outcomes: CaseBlock | undefined }[] = [];
  for (const match of markdown.matchAll(BLOCK)) {
    const { title, name, language, content, fence } = match.groups as Record<string, string | undefined>;
    const current = cases.at(-1);
    if (title !== undefined) cases.push({ title, files: [], diff: undefined, outcomes: undefined });
    if (current === undefined || language === undefined || content === undefined) continue;
    const start = match.index + match[0].length - (fence ?? '').length - content.length;
    const block = { name: name ?? defaultName(language), content, start };
    if (language === 'diff') current.diff = block;
    else if (language === 'outcome') current.outcomes = block;
    else current.files.push(block);
  }
  return { ruleId, cases };
}

function defaultName(language: string): string {
  return language === 'dockerfile' ? 'Dockerfile' : `file.${language}`;
}
