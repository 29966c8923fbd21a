import type { SourceMap } from '../text/source-map.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { GivenValues } from './given-values.js';
import { encodeSegment } from './uri-path.js';

/** A document that was made from files: a template rendered with one value set, a built kustomization. */
export interface MadeDocument {
  /** The URI of the file that it belongs to (the template, the kustomization.yaml), `#`, and the variant, encoded. See {@link madeUri}. */
  readonly uri: string;
  /** A YAML stream. */
  readonly text: string;
}

/** One way to make an application from its files: a chart with one value set, one overlay. */
export interface Variant {
  /** What tells it from its siblings, for people: `values-prod.yaml`, `overlays/prod`. */
  readonly name: string;
  /** The environment that it is for, as overrides in the configuration name it: `prod`. */
  readonly environment: string;
  /**
   * The files that it is made from, each with its layer: what stands in a higher one replaces what stands in lower ones. Templates and
   * bases are in layer 0, `values.yaml` in 1, the overlays above.
   */
  readonly layers: ReadonlyMap<string, number>;
  /** The same objects as the time before where the text is the same. */
  readonly documents: readonly MadeDocument[];
  /** Where the text of one of the documents comes from; the same object as long as its places are the same. */
  readonly mapOf: (document: MadeDocument) => SourceMap;
  /** The folder of the chart that it is rendered from. */
  readonly chart?: string;
  /** The Kubernetes that it is for, where that is said for it alone: `1.31`. It comes before what the configuration says. */
  readonly kubernetesVersion?: string | undefined;
  /** Why objects may be missing in the documents, as a full sentence: then nothing is known to be absent. */
  readonly openBecause?: string;
}

/** Something in a file at which the making of documents stops or that has no effect there. */
export interface MadeNote {
  readonly kind: 'missing' | 'refused' | 'idle' | 'value';
  /** In the file. */
  readonly span: Span;
  /** A full sentence. */
  readonly message: string;
  /** What was probably meant, to be written in place of the scalar at the span. */
  readonly meant?: string | undefined;
  /** Of a value: its path in the values of its chart, `image.tag`. */
  readonly path?: string;
}

/** A variant that is not made. */
export interface LeftOut {
  /** Which and why, as a full sentence. */
  readonly because: string;
  /** The files that say how it would be made. */
  readonly files: readonly string[];
}

/** The variants of one application. They never see each other's facts; everything else sees all of them. */
export interface MadeGroup {
  /** The folder of the chart or kustomization that all variants share: unique among the groups of a maker. */
  readonly id: string;
  /** Empty when the group is gone, or when nothing of it could be made. */
  readonly variants: readonly Variant[];
  /** Files that are judged as a part of what was made, and not alone: templates, values, bases, patches. */
  readonly covered: ReadonlySet<string>;
  /** Files that fixes leave alone: those of charts that come from elsewhere. */
  readonly readOnly: ReadonlySet<string>;
  /** Files that cannot be read at the moment, and count as they were when they could be: what is to be fixed in one waits until it can. */
  readonly stale?: ReadonlySet<string>;
  /** By file, why it could not be made, as a full sentence. */
  readonly problems: ReadonlyMap<string, string>;
  /** Other variants that are known of and not made. */
  readonly leftOut?: readonly LeftOut[];
  /** What a chart is installed with beside its own values. */
  readonly given?: readonly GivenValues[];
  /** By folder of a chart and path of a value (`image.tag`), a file that sets it for a variant and is none of the values files of the chart. */
  readonly setElsewhere?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By file, what is wrong in it. */
  readonly notes?: ReadonlyMap<string, readonly MadeNote[]>;
}

/** What the configuration of the project says to those who make documents. */
export interface MakerSettings {
  readonly kubernetesVersion: string | undefined;
  /** By environment, the values files to install a chart with, relative to the chart. */
  readonly valueSets: ReadonlyMap<string, readonly string[]>;
}

/** Makes documents from files. It is told about every file, and keeps what it needs. */
export interface UnitMaker {
  /** Sets the text of a file; `undefined` removes it. Cheap: the work waits for {@link take}. */
  set(uri: string, source: SourceText | undefined): void;
  /** Notes a file that is there, and whose text nobody knows. */
  setUnread?(uri: string): void;
  /** Forgets what was made with other settings: all of it is made again. */
  invalidate(): void;
  /**
   * The groups that changed since the last call, each whole. A group whose files are as they were at some earlier call should be the
   * same object as then: trying a fix changes files and puts them back.
   *
   * @param settingsFor the settings that hold for a folder
   */
  take(settingsFor: (folder: string) => MakerSettings): readonly MadeGroup[];
}

/** A group of which nothing is made, or nothing any more. */
export function nothingMade(id: string): MadeGroup {
  return { id, variants: [], covered: new Set(), readOnly: new Set(), problems: new Map() };
}

/** The application unit of a variant. Units of one group start alike, see {@link variantsPrefix}. */
export function variantUnit(group: string, variant: string): string {
  return `${group}#${encodeSegment(variant)}`;
}

/** How the units of all variants of an application start; `undefined` for a unit that is no variant. */
export function variantsPrefix(unit: string): string | undefined {
  const mark = unit.indexOf('#');
  return mark === -1 ? undefined : unit.slice(0, mark + 1);
}

/** The URI of what is made from a file in a variant. The folder of the file is its folder too. */
export function madeUri(uri: string, variant: string): string {
  return `${uri}#${encodeSegment(variant)}`;
}

/** The file that a document was made for, or the document itself. */
export function fileOfMade(uri: string): string {
  const mark = uri.indexOf('#');
  return mark === -1 ? uri : uri.slice(0, mark);
}
