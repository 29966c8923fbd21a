import type { DefinitionParams, Location } from 'vscode-languageserver/node';
import { chartDefinitions } from '../../features/chart/chart-navigation.js';
import { kustomizationDefinition } from '../../features/kustomize/kustomization-paths.js';
import { toOffset } from '../range.js';
import type { Session } from '../session.js';

/** `textDocument/definition`: where a value is set or a named template is defined; the file that a path of a kustomization leads to. */
export function onDefinition(session: Session, { textDocument, position }: DefinitionParams): Location[] | undefined {
  const kustomization = session.kustomizationAt(textDocument.uri);
  if (kustomization !== undefined) {
    const place = kustomizationDefinition(kustomization, toOffset(kustomization, position), uri => session.linter.has(uri));
    const location = place && session.toLocation(place);
    return location === undefined ? [] : [location];
  }
  const asked = session.chartsAt(textDocument.uri);
  return (
    asked && chartDefinitions(asked.around, asked.uri, toOffset(asked.source, position)).flatMap(place => session.toLocation(place) ?? [])
  );
}
