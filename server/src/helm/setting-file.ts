import type { Origin } from '../gotemplate/origin.js';
import { GoMap, type Value } from '../gotemplate/value.js';
import type { Location, Span } from '../text/span.js';
import { withSetValues } from './set-values.js';
import type { ValuesFile } from './values-file.js';

/** `image.tag=1.2`, as `--set` takes it, where it stands in a file. */
interface PlacedSetting {
  readonly text: string;
  readonly kind: 'typed' | 'string';
  readonly place: Location;
  /** Where its name stands, letter for letter; then its keys have places. */
  readonly nameSpan?: Span | undefined;
}

/** What one setting sets, as a file of values of its own. */
export function settingFile(uri: string, text: string, setting: PlacedSetting): ValuesFile {
  const { nameSpan } = setting;
  const result = withSetValues(new GoMap(), { ...setting, place: { uri, span: setting.place.span }, holder: text });
  const root = 'values' in result ? result.values : new GoMap();
  if (nameSpan !== undefined) placeKeys(root, text.slice(nameSpan.start, nameSpan.end).split('.'), { uri, start: nameSpan.start });
  const origin = { kind: 'value', file: uri, span: { start: 0, end: text.length }, path: [] } as const;
  return { uri, text, root, origin, errors: [] };
}

function placeKeys(root: GoMap, keys: readonly string[], { uri, start }: { readonly uri: string; readonly start: number }): void {
  let map: GoMap | undefined = root;
  let from = start;
  for (const [index, key] of keys.entries()) {
    const value: Value | undefined = map?.get(key);
    if (map === undefined || value === undefined) return;
    const span = { start: from, end: from + key.length };
    const origin: Origin = { kind: 'value', file: uri, span, path: keys.slice(0, index + 1), isKey: true, exactStart: from };
    map.set(key, value, origin);
    map = value.data instanceof GoMap ? value.data : undefined;
    from = span.end + 1;
  }
}
