import type { Position } from 'vscode-languageserver/node';
import { explanationText } from '../../features/explanation-text.js';
import { normaliseUri } from '../../host/file-uri.js';
import { ErrorCodes, ResponseError } from '../language-server.js';
import { toOffset } from '../range.js';
import type { Session } from '../session.js';

export interface ExplainParams {
  readonly uri: string;
  /** Unsaid: all rules that have something to say about the place. */
  readonly rule?: string;
  readonly position: Position;
}

/** `plimsoll/explain`: why a rule spoke or stayed silent at a place, as Markdown; `null` if no rule was asked about it. */
export function onExplain(session: Session, { uri, rule, position }: ExplainParams): string | null {
  const normalised = normaliseUri(uri);
  session.catchUp();
  const source = session.sourceOf(normalised);
  if (source === undefined) return null;
  if (rule !== undefined && !session.linter.rules.some(({ id }) => id === rule)) {
    throw new ResponseError(ErrorCodes.InvalidParams, `There is no rule "${rule}".`);
  }
  return explanationText(session.linter, source, rule, toOffset(source, position)) ?? null;
}
