/** A clause of the standard, as `docs/sop.md` writes it: one row of a section's table. */
export interface Clause {
  /** `S2.0/3` */
  readonly id: string;
  /** `S2.0` */
  readonly section: string;
  readonly asks: string;
  /** Rules that judge it today. */
  readonly rules: readonly string[];
  /** Rules of a later release. */
  readonly planned: readonly string[];
  /** The clause of the other text that asks the same. */
  readonly twin: string | undefined;
  /** Why no file can show it. */
  readonly notLintable: string | undefined;
}

export interface StandardPage {
  readonly sections: ReadonlySet<string>;
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Rows that are not in the form that the page promises. */
  readonly malformed: readonly string[];
}

/** Reads `docs/sop.md`. Rows that it cannot read are listed in `malformed`, never left out silently. */
export function parseStandardPage(markdown: string): StandardPage {
  const sections = new Set<string>();
  const clauses = new Map<string, Clause>();
  const malformed: string[] = [];
  let section = '';
  for (const line of markdown.split('\n')) {
    section = /^## (\S+) /.exec(line)?.[1] ?? section;
    if (section !== '') sections.add(section);
    if (!line.startsWith('|') || /^\| Clause \||^\|-/.test(line)) continue;
    const clause = clauseOf(line, section);
    if (clause === undefined || clauses.has(clause.id)) malformed.push(line);
    else clauses.set(clause.id, clause);
  }
  return { sections, clauses, malformed };
}

/** The clauses that a citation of a rule means: a whole section (`S2.0`) or one clause (`S2.0/3`), twins followed. */
export function clausesCitedBy(page: StandardPage, citation: string): readonly Clause[] {
  const cited = [...page.clauses.values()].filter(clause => clause.id === citation || clause.section === citation);
  return cited.map(clause => (clause.twin === undefined ? clause : page.clauses.get(clause.twin))).filter(clause => clause !== undefined);
}

const RULE = /^`[a-z]+\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|rendered\/\*)`$/;

function clauseOf(row: string, section: string): Clause | undefined {
  const [, id = '', asks = '', judged = ''] = /^\| (\S+) \| (.+) \| ([^|]+) \|$/.exec(row) ?? [];
  if (!id.startsWith(`${section}/`)) return undefined;
  const none = { id, section, asks, rules: [], planned: [], twin: undefined, notLintable: undefined };
  const twin = /^as (\S+)$/.exec(judged)?.[1];
  if (twin !== undefined) return { ...none, twin };
  const notLintable = /^not lintable: (.+)$/.exec(judged)?.[1];
  if (notLintable !== undefined) return { ...none, notLintable };
  const [, today = '', later = ''] = /^(.*?)(?:(?:^|; )planned: (.+))?$/.exec(judged) ?? [];
  const [rules, planned] = [rulesIn(today), rulesIn(later)];
  return rules === undefined || planned === undefined || rules.length + planned.length === 0 ? undefined : { ...none, rules, planned };
}

function rulesIn(list: string): readonly string[] | undefined {
  const names = list === '' ? [] : list.split(', ');
  return names.every(name => RULE.test(name)) ? names.map(name => name.slice(1, -1)) : undefined;
}
