import { byteLengthOf } from './bytes.js';
import { quoteText } from './quoting.js';
import { commandText, expressionText, templateStatementText } from './syntax-text.js';
import type { Template } from './template-set.js';
import type { Command, Expression, TemplateStatement } from './template-tree.js';

/** What a message about an execution can be about. */
export type Subject = Expression | Command | TemplateStatement;

/** A message as Go writes it, with the place and the text of its subject. */
export function messageAbout(subject: Subject | undefined, { name, file }: Template, reason: string): string {
  if (subject === undefined) return `template: ${file.name}: ${reason}`;
  const position = positionOf(subject);
  const lineStart = file.text.lastIndexOf('\n', position - 1) + 1;
  const line = file.text.slice(0, position).split('\n').length;
  const column = byteLengthOf(file.text.slice(lineStart, position));
  return `template: ${file.name}:${line}:${column}: executing ${quoteText(name)} at <${textOf(subject)}>: ${reason}`;
}

function positionOf(subject: Subject): number {
  if ('position' in subject) return subject.position;
  return 'name' in subject ? subject.name.span.start : subject.span.start;
}

function textOf(subject: Subject): string {
  if (!('kind' in subject)) return commandText(subject);
  return subject.kind === 'template' ? templateStatementText(subject) : expressionText(subject);
}
