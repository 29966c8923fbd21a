import type { Location, Span } from '../text/span.js';
import type { PathSegment } from '../yaml/yaml-node.js';

/** Values that a chart is installed with beside its own, where they are written. */
export interface GivenValues {
  /** The file. */
  readonly uri: string;
  /** What they are a part of in that file: an object, say; `undefined` for all of it. */
  readonly part: GivenPart | undefined;
  /** Why nothing is made with them, as a full sentence. */
  readonly doubt: string | undefined;
  /** What installs a chart with it that is not here. */
  readonly alsoFor?: string | undefined;
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
  readonly kind: 'typed' | 'string';
  readonly place: Location;
  /** Where its name stands, letter for letter. */
  readonly nameSpan?: Span | undefined;
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
