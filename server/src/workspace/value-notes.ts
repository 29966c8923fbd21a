import { holderOf } from '../helm/embedded-values.js';
import type { RenderedChart } from '../helm/rendered-chart.js';
import { isPlainName } from '../helm/set-values.js';
import { valuesFileOf } from '../helm/values-file.js';
import type { SourceText } from '../text/source-text.js';
import type { Location } from '../text/span.js';
import type { MadeNote } from './made-unit.js';
import type { InstalledSet, ValueSet } from './value-sets.js';

/** A chart as it is rendered with one of its value sets. */
interface RenderedSet {
  readonly set: ValueSet | InstalledSet;
  readonly chart: RenderedChart;
}

/**
 * By file, what schemas do not allow in values, where they are set.
 *
 * @param files all that the chart is rendered from
 * @param readOnly files that are left alone: those of charts from elsewhere
 */
export function valueNotes(
  rendered: readonly RenderedSet[],
  files: ReadonlyMap<string, SourceText>,
  readOnly: ReadonlySet<string>,
): ReadonlyMap<string, readonly MadeNote[]> {
  const notes = new Map<string, MadeNote[]>();
  for (const { set, chart } of rendered) {
    for (const { message, uri, span, mistake } of chart.problems) {
      if (mistake === undefined || (mistake.isLack && !isComplete(set))) continue;
      const isGiven = set.files.includes(uri) || set.settings?.some(({ place }) => place.uri === uri);
      const place = (mistake.isLack && !isGiven ? lastGiven(set, files) : undefined) ?? { uri, span };
      const file = holderOf(place.uri);
      if (!files.has(place.uri) || readOnly.has(file) || chart.stale.has(place.uri) || span.end <= span.start) continue;
      const isInName = set.settings?.some(setting => setting.place.uri === place.uri) === true;
      const meant = isInName && !isPlainName(mistake.meant) ? undefined : mistake.meant;
      const note = { kind: 'value', span: place.span, message, meant, path: mistake.path } as const;
      const known = notes.get(file) ?? [];
      if (!known.some(other => other.message === message && other.span.start === place.span.start)) notes.set(file, [...known, note]);
    }
  }
  return notes;
}

/** Whether all values are known that a chart is installed with: a file that is found by its name may be completed by a pipeline. */
function isComplete(set: ValueSet | InstalledSet): boolean {
  return 'holder' in set || set.environment === 'ci';
}

/** The first key of what is given last. */
function lastGiven({ files: given }: ValueSet, files: ReadonlyMap<string, SourceText>): Location | undefined {
  const uri = given.at(-1);
  const root = uri === undefined ? undefined : files.get(uri)?.derive(valuesFileOf).root;
  const [first] = root?.entries.keys() ?? [];
  const span = first === undefined ? undefined : root?.keyOrigin(first)?.span;
  return uri === undefined || span === undefined ? undefined : { uri, span };
}
