import type { SuppressionUse } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';

/** A `plimsoll-ignore` directive as written. Spans are offsets in the text that it stands in. */
export interface Directive {
  readonly scope: 'line' | 'next' | 'file' | 'start' | 'end' | 'object';
  /** The whole comment, or the annotation's value. */
  readonly span: Span;
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string | undefined;
  /** The lines that it covers, zero-based, the last included; `end` is `undefined` for the rest of the document. */
  readonly lines: { readonly start: number; readonly end: number | undefined };
  /** Whether the comment has its line to itself. */
  readonly ownLine: boolean;
  /** Whether it is written for another tool, so that nobody minds if it hides nothing here. */
  readonly isForeign?: boolean;
}

const DIRECTIVE = /^#\s*plimsoll-ignore(?:-(next|file|start|end))?(?![\w-])\s*(.*)$/;

interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
}

/** What scanners of secrets take as: somebody has looked at the value on this line, and it may stay. */
const FOREIGN = /^#.*(?:\bnotsecret\b|pragma: *(?:allow|white)list[ -]secret|gitleaks:allow|trufflehog:ignore)/i;
const FOREIGN_RULES = ['config/hardcoded-secret', 'config/secret-in-configmap', 'config/secret-in-git'];

/** The directives among the comments of a text. */
export function directivesOf(source: SourceText, comments: readonly Comment[]): Directive[] {
  const directives: Directive[] = [];
  for (const comment of comments) {
    const match = DIRECTIVE.exec(comment.text);
    if (match === null) {
      if (FOREIGN.test(comment.text)) directives.push(foreignDirective(source, comment));
      continue;
    }
    const scope = (match[1] ?? 'line') as Directive['scope'];
    const body = match[2] ?? '';
    const bodyStart = comment.span.start + Math.max(source.text.slice(comment.span.start, comment.span.end).lastIndexOf(body), 0);
    const directive = { scope, span: comment.span, ownLine: comment.ownLine, ...rulesAndReason(body, bodyStart) };
    directives.push({ ...directive, lines: linesOf(source, comment, scope) });
  }
  return directives;
}

function foreignDirective(source: SourceText, { span, ownLine }: Comment): Directive {
  const line = source.lineAt(span.start);
  return {
    scope: 'line',
    span,
    rules: FOREIGN_RULES.map(id => ({ id, span })),
    reason: 'A comment tells scanners of secrets to leave it alone.',
    lines: covering(ownLine ? nextContentLine(source, line) : line),
    ownLine,
    isForeign: true,
  };
}

/** A directive from the annotation `plimsoll/ignore`: it covers the object. */
export function objectDirective(source: SourceText, value: { readonly text: string; readonly span: Span }, object: Span): Directive {
  const raw = source.text.slice(value.span.start, value.span.end);
  const offset = Math.max(raw.indexOf(value.text), 0);
  return {
    scope: 'object',
    span: value.span,
    ownLine: false,
    lines: { start: source.lineAt(object.start), end: source.lineAt(Math.max(object.end - 1, object.start)) },
    ...rulesAndReason(value.text, value.span.start + offset),
  };
}

function rulesAndReason(body: string, start: number): Pick<Directive, 'rules' | 'reason'> {
  const [, list = '', reason] = /^(.*?)(?:(?:^|\s)--(?:\s+(.*\S)?)?\s*)?$/.exec(body) ?? [];
  const rules = [...list.matchAll(/[^\s,]+/g)].map(match => ({
    id: match[0],
    span: { start: start + match.index, end: start + match.index + match[0].length },
  }));
  return { rules, reason };
}

function linesOf(source: SourceText, comment: Comment, scope: Directive['scope']): Directive['lines'] {
  const line = source.lineAt(comment.span.start);
  switch (scope) {
    case 'file':
      return { start: 0, end: undefined };
    case 'start':
    case 'end':
      return { start: line, end: undefined };
    case 'next':
      return covering(nextContentLine(source, line));
    case 'line':
    case 'object':
      return covering(comment.ownLine ? nextContentLine(source, line) : line);
  }
}

function covering(line: number): Directive['lines'] {
  return { start: line, end: line };
}

/** The first line below that is neither blank nor a comment. */
function nextContentLine(source: SourceText, line: number): number {
  let next = line + 1;
  while (next < source.lineStarts.length) {
    const { start, end } = source.lineSpan(next);
    if (!/^\s*(?:#.*|\{\{-?\s*\/\*.*\*\/\s*-?\}\}\s*)?$/.test(source.text.slice(start, end))) break;
    next++;
  }
  return next;
}

/** A directive of one document of a stream, as a directive of the whole file. */
export function inFile(directive: Directive, offset: number, lineOffset: number): Directive {
  const move = (span: Span): Span => ({ start: span.start + offset, end: span.end + offset });
  const { start, end } = directive.lines;
  return {
    ...directive,
    span: move(directive.span),
    rules: directive.rules.map(({ id, span }) => ({ id, span: move(span) })),
    lines:
      directive.scope === 'file' ? directive.lines : { start: start + lineOffset, end: end === undefined ? undefined : end + lineOffset },
  };
}

/** Ends each `-start` at the next `-end` that names one of its rules, or none. */
function closeRanges(directives: readonly Directive[]): Directive[] {
  return directives.map((directive, index) => {
    if (directive.scope !== 'start') return directive;
    const end = directives.slice(index + 1).find(later => later.scope === 'end' && closes(later, directive));
    return end === undefined ? directive : { ...directive, lines: { start: directive.lines.start, end: end.lines.start } };
  });
}

function closes(end: Directive, start: Directive): boolean {
  return end.rules.length === 0 || end.rules.some(({ id }) => start.rules.some(rule => rule.id === id));
}

/** What is wrong with a directive as written; `undefined` if nothing is. */
function problemOf({ scope, rules, reason }: Directive): string | undefined {
  if (scope === 'end') return undefined;
  if (rules.length === 0) return 'The directive names no rule.';
  return reason === undefined ? 'The directive gives no reason: write ` -- ` and why after the rules.' : undefined;
}

/** Decides what directives hide, and what use each was. One object serves one report of one text. */
export class SuppressionSheet {
  readonly #source: SourceText;
  readonly #directives: readonly Directive[];
  readonly #used = new Set<Directive['rules'][number]>();

  constructor(source: SourceText, directives: readonly Directive[]) {
    this.#source = source;
    this.#directives = closeRanges(directives);
  }

  /** The reason of a directive that hides a finding of a rule that starts at `offset`; each that does counts as used. */
  reasonToHide(ruleId: string, offset: number): string | undefined {
    if (this.#directives.length === 0) return undefined;
    const line = this.#source.lineAt(offset);
    let reason: string | undefined;
    for (const directive of this.#directives) {
      const { start, end } = directive.lines;
      if (directive.scope === 'end' || line < start || (end !== undefined && line > end) || problemOf(directive) !== undefined) continue;
      for (const rule of directive.rules) {
        if (rule.id !== ruleId && !(rule.id.endsWith('/*') && ruleId.startsWith(rule.id.slice(0, -1)))) continue;
        this.#used.add(rule);
        reason ??= directive.reason;
      }
    }
    return reason;
  }

  /** How each directive was used, once everything else has been asked. */
  uses(isKnown: (id: string) => boolean): SuppressionUse[] {
    return this.#directives
      .filter(({ scope, isForeign }) => scope !== 'end' && isForeign !== true)
      .map(directive => ({
        span: directive.span,
        problem: problemOf(directive),
        rules: directive.rules.map(rule => ({ ...rule, known: isKnown(rule.id), used: this.#used.has(rule) })),
        removal: rule => removal(this.#source, directive, rule),
      }));
  }
}

function removal(source: SourceText, directive: Directive, ruleId: string | undefined): { span: Span; newText: string } | undefined {
  const index = directive.rules.findIndex(({ id }) => id === ruleId);
  const rule = directive.rules[index];
  if (rule !== undefined && directive.rules.length > 1) {
    const next = directive.rules[index + 1];
    const previous = directive.rules[index - 1];
    if (next !== undefined) return { span: { start: rule.span.start, end: next.span.start }, newText: '' };
    if (previous !== undefined) return { span: { start: previous.span.end, end: rule.span.end }, newText: '' };
  }
  if (directive.scope === 'object') return undefined;
  const line = source.lineAt(directive.span.start);
  const { start, end } = source.lineSpan(line);
  if (directive.ownLine) return { span: { start, end: source.lineStart(line + 1) }, newText: '' };
  const before = source.text.slice(start, directive.span.start).trimEnd();
  return { span: { start: start + before.length, end }, newText: '' };
}
