import type { DefinitionParams, Location } from 'vscode-languageserver/node';
import { chartDefinitions } from '../../features/chart/chart-navigation.js';
import { toOffset } from '../range.js';
import type { Session } from '../session.js';

/** `textDocument/definition`: where a value is set or a named template is defined. */
export function onDefinition(session: Session, { textDocument, position }: DefinitionParams): Location[] | undefined {
  const asked = session.chartAt(textDocument.uri);
  return (
    asked && chartDefinitions(asked.chart, asked.uri, toOffset(asked.source, position)).flatMap(place => session.toLocation(place) ?? [])
  );
}
