import { parseDockerfile } from '../dockerfile/parse-dockerfile.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { applyEdits, type TextEdit } from '../text/text-edit.js';
import { documentKindOf } from '../workspace/document-kind.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';

/** Stands for a reason where nobody can be asked for one. */
export const PLACEHOLDER_REASON = 'write here why this is right as it is';

/**
 * The edit that silences a rule at a place: a directive on a line of its own above it. Where a comment cannot stand there, as in the
 * middle of a text of several lines, the directive covers the whole file and stands at its top. `undefined` if neither is possible.
 *
 * @param languageId `helm` for a template, whose comments are actions
 */
export function ignoreEdit(source: SourceText, { start }: Span, ruleId: string, reason: string, languageId?: string): TextEdit | undefined {
  const { uri, text, eol } = source;
  const line = source.lineAt(start);
  const lineSpan = source.lineSpan(line);
  const indentation = /^[ \t]*/.exec(text.slice(lineSpan.start, lineSpan.end))?.[0] ?? '';
  if (documentKindOf(uri, languageId, new Set()) === 'helm-template') {
    const before = text.slice(0, lineSpan.start);
    const isInAction = before.lastIndexOf('{{') > before.lastIndexOf('}}');
    const [offset, scope] = isInAction ? [0, '-file'] : [lineSpan.start, ''];
    const directive = `plimsoll-ignore${scope} ${ruleId} -- ${reason.replaceAll('*/', '')}`;
    return insertion(offset, `${isInAction ? '' : indentation}{{/* ${directive} */}}${eol}`);
  }
  const above = insertion(lineSpan.start, `${indentation}# plimsoll-ignore ${ruleId} -- ${reason}${eol}`);
  const isDockerfile = documentKindOf(uri, languageId, new Set()) === 'dockerfile';
  if (isComment(source, above, isDockerfile)) return above;
  const top = insertion(topOf(source, isDockerfile), `# plimsoll-ignore-file ${ruleId} -- ${reason}${eol}`);
  return isComment(source, top, isDockerfile) ? top : undefined;
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

/** Whether an inserted line is read as a comment. */
function isComment(source: SourceText, edit: TextEdit, isDockerfile: boolean): boolean {
  const offset = edit.span.start + edit.newText.indexOf('#');
  const text = applyEdits(source.text, [edit]);
  if (isDockerfile) return parseDockerfile(new SourceText(source.uri, text)).comments.some(({ span }) => span.start === offset);
  const piece = cutYamlStream(text).find(({ start, end }) => start <= offset && offset < end);
  if (piece === undefined) return false;
  const document = parseYamlDocument(new SourceText(source.uri, text.slice(piece.start, piece.end)));
  return document.comments.some(({ span }) => span.start === offset - piece.start);
}

/** Below the parser directives of a Dockerfile, which are comments that have to stand first. */
function topOf(source: SourceText, isDockerfile: boolean): number {
  if (!isDockerfile) return 0;
  let line = 0;
  while (/^\s*#\s*[a-z]+\s*=/i.test(source.text.slice(source.lineStart(line), source.lineStart(line + 1)))) line++;
  return source.lineStart(line);
}
