import type { Location } from 'vscode-languageserver/node';
import { madeView, variantsOf } from '../../features/made-view.js';
import { normaliseUri } from '../../host/file-uri.js';
import type { Session } from '../session.js';

export interface MadeParams {
  /** A file of a chart or of a kustomization. */
  readonly uri: string;
  /** Unsaid: the first. */
  readonly variant?: string;
}

export interface MadeResult {
  /** The folder of the chart or the kustomizations. */
  readonly folder: string;
  readonly variant: string;
  /** All that there are. */
  readonly variants: readonly string[];
  readonly text: string;
}

/** `plimsoll/made`: what is made from a file and others: the rendered chart, the built kustomization. */
export function onMade(session: Session, { uri, variant }: MadeParams): MadeResult | null {
  session.catchUp();
  const view = madeView(session.linter, normaliseUri(uri), variant);
  if (view === undefined) return null;
  const groups = variantsOf(session.linter, normaliseUri(uri));
  const { variants = [] } = groups.find(({ folder }) => folder === view.folder) ?? {};
  return { folder: session.clientUri(view.folder), variant: view.variant, variants, text: view.source.text };
}

/** `plimsoll/madeOrigin`: where a line of what is made comes from. */
export function onMadeOrigin(session: Session, { uri, variant, line }: MadeParams & { readonly line: number }): Location | null {
  session.catchUp();
  const view = madeView(session.linter, normaliseUri(uri), variant);
  const isInText = view !== undefined && Number.isInteger(line) && line >= 0 && line < view.source.lineStarts.length;
  const place = isInText ? view.originOfLine(line) : undefined;
  return (place && session.toLocation(place)) ?? null;
}
