import type { SettingKind } from '../helm/set-values.js';
import type { SourceText } from '../text/source-text.js';
import type { Location, Span } from '../text/span.js';
import type { PathSegment } from '../yaml/yaml-node.js';
import type { SettingName } from './planned-installation.js';

/** Values that a chart is installed with beside its own, where they are written. */
export interface GivenValues {
  /** The file. */
  readonly uri: string;
  /** What they are a part of in that file: an object, say; `undefined` for all of it. */
  readonly part: GivenPart | undefined;
  /** Why they may not be what the chart is installed with, as a full sentence. */
  readonly doubt: string | undefined;
  /** What installs a chart with it that is not here. */
  readonly alsoFor?: string | undefined;
  /** The values that its texts name, as texts do that are rendered with `tpl`: `image.tag`. */
  readonly named?: readonly string[];
}

/** Values in an object or a release that installs a chart. */
export type GivenPart = EmbeddedPart | SettingsPart;

/** A map of YAML, or a text in which YAML is written line by line. */
export interface EmbeddedPart {
  readonly kind: 'map' | 'text';
  /** For people: `Application "shop-prod"`. */
  readonly name: string;
  /** The text of the file with blanks in place of all else. */
  readonly text: string;
  /** Where it is, from the root of its document. */
  readonly path: readonly PathSegment[];
  /** Where that document starts in the file. */
  readonly start: number;
}

/** Single values, as `--set` gives them. */
export interface SettingsPart {
  readonly kind: 'settings';
  readonly name: string;
  readonly settings: readonly ValueSetting[];
}

/** `image.tag=1.2`, as Helm reads it, and where its value stands. */
export interface ValueSetting {
  readonly text: string;
  readonly kind: SettingKind;
  readonly place: Location;
  /** Where its name stands, letter for letter. */
  readonly nameSpan?: Span | undefined;
  /** The scalar that holds its name. */
  readonly name?: SettingName | undefined;
  /** Whether it is what is filled in for a value of a map or a text, where its name stands. */
  readonly isFilledIn?: boolean;
}

/** Values of other files that a file, or a part of it, gives to a chart. */
export interface ValuesUse {
  /** The folder of the chart. */
  readonly chart: string;
  /** What holds them in the file; `undefined` for all of it. */
  readonly part: Pick<EmbeddedPart, 'kind' | 'path' | 'start'> | UsedSettings | undefined;
  /** What installs another chart with them, that is not here. */
  readonly alsoFor: string | undefined;
  /** The values that texts name in all that the chart is installed with: `image.tag`. */
  readonly named: readonly string[];
}

/** Single values of one installation: what their names spell stands in the file. */
export interface UsedSettings {
  readonly kind: 'settings';
  readonly names: readonly SettingName[];
}

/** What a chart is surely installed with from a file. */
export function usesIn(file: string, chart: string, given: readonly GivenValues[]): readonly ValuesUse[] {
  const own = given.filter(({ uri }) => uri === file);
  if (own.length === 0) return [];
  const named = [...new Set(given.flatMap(values => values.named ?? []))].sort();
  return own.flatMap(({ part, doubt, alsoFor }) => {
    return doubt === undefined ? { chart, part: part && usedPart(part), alsoFor, named } : [];
  });
}

function usedPart(part: GivenPart): NonNullable<ValuesUse['part']> {
  if (part.kind === 'settings') return { kind: 'settings', names: part.settings.flatMap(({ name }) => name ?? []) };
  return { kind: part.kind, path: part.path, start: part.start };
}

/** The values that texts in given values name: `image.tag` of `{{ .Values.image.tag }}`. @param source their file */
export function namedBy({ part }: GivenValues, source: SourceText | undefined): readonly string[] {
  if (part === undefined) return source?.derive(namedInSource) ?? [];
  return namedIn(part.kind === 'settings' ? part.settings.map(({ text }) => text).join('\n') : part.text);
}

function namedInSource({ text }: SourceText): readonly string[] {
  return namedIn(text);
}

function namedIn(text: string): readonly string[] {
  return text.includes('.Values.') ? [...text.matchAll(/\.Values\.([\w.]*\w)/g)].flatMap(([, name]) => name ?? []) : [];
}

/** Values that several sets share are given once: those with which something is made before others. */
export function distinctGiven(given: readonly GivenValues[]): readonly GivenValues[] {
  const byPlace = new Map<string, GivenValues>();
  for (const values of given) {
    const { uri, part } = values;
    const key = JSON.stringify([uri, part && (part.kind === 'settings' ? part.settings : [part.start, part.path])]);
    const known = byPlace.get(key);
    if (known === undefined || (known.doubt !== undefined && values.doubt === undefined)) byPlace.set(key, values);
  }
  return [...byPlace.values()];
}
