import type { ChartSources } from '../../helm/chart-sources.js';
import { describedValuesBelow } from '../../helm/known-values.js';
import { fieldOf, type Subjects } from '../../helm/template-subject.js';
import { type ActionScope, walkTemplates } from '../../helm/template-walk.js';
import type { Span } from '../../text/span.js';
import type { Completion } from './completion.js';
import { documentedFunctions, functionDocumentation, functionSignature } from './function-signature.js';
import { TEMPLATE_OBJECTS } from './template-objects.js';

/** What can be typed at an offset of a template; nothing outside of actions. */
export function templateCompletions(chart: ChartSources, uri: string, offset: number): Completion[] {
  const text = chart.templates.find(template => template.uri === uri)?.file.text;
  if (text === undefined) return [];
  const before = text.slice(text.lastIndexOf('{{', offset - 1), offset);
  if (!before.startsWith('{{') || before.includes('}}') || /^\{\{-?\s*\/\*/.test(before)) return [];
  const scope = scopeAt(chart, uri, offset);
  const templateName = /(?:^|[^\w])(?:include|template|block)\s+["`]([^"`]*)$/.exec(before)?.[1];
  if (templateName !== undefined)
    return templatesNamed(chart, { start: offset - templateName.length, end: endOfName(text, offset, /[^"`\s]/) });
  if (isInText(before)) return [];
  const [, variable, fields = ''] = /(\$\w*)?((?:\.\w*)*)$/.exec(before) ?? [];
  const span = (typed: string): Span => ({ start: offset - typed.length, end: endOfName(text, offset, /\w/) });
  if (fields !== '') {
    const names = fields.slice(1).split('.');
    const typed = names.pop() ?? '';
    const start = variable === undefined ? scope.dot : (scope.variables.get(variable) ?? []);
    return isAfterOperand(before, fields) && variable === undefined ? [] : fieldsOf(chart, names.reduce(fieldOf, start), span(typed));
  }
  if (variable !== undefined)
    return [...scope.variables.keys()].map(name => ({ ...PLAIN, label: name, kind: 'variable', span: span(variable) }));
  const typed = /\w*$/.exec(before)?.[0] ?? '';
  return [...KEYWORDS.map(label => ({ ...PLAIN, label, kind: 'keyword', span: span(typed) }) as const), ...functions(span(typed))];
}

const PLAIN = { detail: undefined, documentation: undefined } as const;
const KEYWORDS = ['if', 'else', 'else if', 'end', 'with', 'range', 'define', 'template', 'block', 'break', 'continue'] as const;

/** Fields of what parentheses or a quoted text give are not known. */
function isAfterOperand(before: string, fields: string): boolean {
  return /[)"`\w]$/.test(before.slice(0, before.length - fields.length));
}

function isInText(before: string): boolean {
  const outside = before.replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '');
  return /["`]/.test(outside);
}

function scopeAt({ templates }: ChartSources, uri: string, offset: number): Pick<ActionScope, 'dot' | 'variables'> {
  let found: ActionScope | undefined;
  walkTemplates(templates, {
    action: scope => {
      if (scope.uri === uri && scope.span.start < offset && offset <= scope.span.end) found = scope;
    },
  });
  const dot = templates.find(template => template.uri === uri)?.roots ?? [];
  return found ?? { dot, variables: new Map([['$', dot]]) };
}

function fieldsOf(chart: ChartSources, receiver: Subjects, span: Span): Completion[] {
  const completions = new Map<string, Completion>();
  const add = (completion: Completion) => completions.set(completion.label, completions.get(completion.label) ?? completion);
  for (const subject of receiver) {
    if (subject.kind === 'values') {
      for (const { key, settings, documentation } of describedValuesBelow(chart, subject.path)) {
        if (/^[A-Za-z_]\w*$/.test(key)) add({ label: key, kind: 'value', detail: settings[0]?.text, documentation, span });
      }
    } else if (subject.kind === 'made') {
      for (const key of subject.entries.keys()) if (/^[A-Za-z_]\w*$/.test(key)) add({ ...PLAIN, label: key, kind: 'field', span });
    } else {
      const prefix = subject.kind === 'root' ? '' : `${subject.path.join('.')}.`;
      for (const [path, documentation] of TEMPLATE_OBJECTS) {
        const name = path.startsWith(prefix) ? path.slice(prefix.length) : '';
        if (name !== '' && !name.includes('.')) add({ label: name, kind: 'field', detail: undefined, documentation, span });
      }
    }
  }
  return [...completions.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
}

function templatesNamed({ templates }: ChartSources, span: Span): Completion[] {
  const names = new Set(templates.flatMap(({ file }) => file.definitions.map(({ name }) => name.value)));
  return [...names].sort().map(label => ({ ...PLAIN, label, kind: 'template', span }));
}

function functions(span: Span): Completion[] {
  return documentedFunctions().map(label => ({
    label,
    kind: 'function',
    detail: functionSignature(label),
    documentation: functionDocumentation(label),
    span,
  }));
}

function endOfName(text: string, offset: number, character: RegExp): number {
  let end = offset;
  while (end < text.length && character.test(text[end] ?? '')) end++;
  return end;
}
