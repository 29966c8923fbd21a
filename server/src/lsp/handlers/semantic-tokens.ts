import type { SemanticTokens, SemanticTokensParams } from 'vscode-languageserver/node';
import { TOKEN_TYPES, templateTokens } from '../../features/chart/template-tokens.js';
import { SemanticTokensBuilder } from '../language-server.js';
import type { Session } from '../session.js';

export const TOKENS_LEGEND = { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] };

/** `textDocument/semanticTokens/full`: what the actions of a template consist of. A token ends with its line. */
export function onSemanticTokens(session: Session, { textDocument }: SemanticTokensParams): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const asked = session.templateAt(textDocument.uri);
  if (asked === undefined) return builder.build();
  const { source, file } = asked;
  for (const { span, type } of templateTokens(file)) {
    for (let line = source.lineAt(span.start); line <= source.lineAt(Math.max(span.end - 1, span.start)); line++) {
      const { start, end } = source.lineSpan(line);
      const [from, to] = [Math.max(start, span.start), Math.min(end, span.end)];
      if (to > from) builder.push(line, from - start, to - from, TOKEN_TYPES.indexOf(type), 0);
    }
  }
  return builder.build();
}
