import type { Location, ReferenceParams } from 'vscode-languageserver/node';
import { chartReferences } from '../../features/chart/chart-navigation.js';
import { toOffset } from '../range.js';
import type { Session } from '../session.js';

/** `textDocument/references`: the templates that use a value or a named template. */
export function onReferences(session: Session, { textDocument, position, context }: ReferenceParams): Location[] | undefined {
  const asked = session.chartsAt(textDocument.uri);
  if (asked === undefined) return undefined;
  const places = chartReferences(asked.around, asked.uri, toOffset(asked.source, position), context.includeDeclaration);
  return places.flatMap(place => session.toLocation(place) ?? []);
}
