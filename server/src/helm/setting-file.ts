import { GoMap } from '../gotemplate/value.js';
import type { Location, Span } from '../text/span.js';
import { type SettingKind, withSetValues } from './set-values.js';
import type { ValuesFile } from './values-file.js';

/** `image.tag=1.2`, as `--set` takes it, where it stands in a file. */
interface PlacedSetting {
  readonly text: string;
  readonly kind: SettingKind;
  readonly place: Location;
  /** Where its name stands, letter for letter; then its keys have places. */
  readonly nameSpan?: Span | undefined;
}

/** What one setting sets, as a file of values of its own. */
export function settingFile(uri: string, text: string, setting: PlacedSetting): ValuesFile {
  const result = withSetValues(new GoMap(), { ...setting, place: { uri, span: setting.place.span }, holder: text });
  const root = 'values' in result ? result.values : new GoMap();
  const origin = { kind: 'value', file: uri, span: { start: 0, end: text.length }, path: [] } as const;
  return { uri, text, root, origin, errors: [] };
}
