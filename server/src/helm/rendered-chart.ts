import type { Origin } from '../gotemplate/origin.js';
import type { TracedText } from '../gotemplate/traced-text.js';
import type { GoMap } from '../gotemplate/value.js';
import type { Span } from '../text/span.js';
import type { ChartProblem, Dependency } from './chart.js';

/** A chart rendered with one set of values. */
export interface RenderedChart {
  /** What Helm would install, in the order of its names; without the partial templates of `_*` files. Templates with an error are missing. */
  readonly templates: readonly RenderedTemplate[];
  /** `NOTES.txt` of the chart itself. */
  readonly notes: RenderedTemplate | undefined;
  /** Why templates are missing. */
  readonly errors: readonly RenderError[];
  /** What is wrong with the chart or its values as a whole. */
  readonly problems: readonly ChartProblem[];
  /** Declared dependencies that `charts/` does not hold: templates that need them are among the errors. */
  readonly missing: readonly Dependency[];
  /** The values that the templates of the chart see. */
  readonly values: GoMap;
  /** The URIs of the files of templates, by the names under which origins and sites know them. */
  readonly templateUris: ReadonlyMap<string, string>;
  /** Files that cannot be read at the moment, and count as they were when they could be. Places are those of the text as it is now. */
  readonly stale: ReadonlySet<string>;
  /** The output of one of the templates, of which each character knows where it comes from. Places are those of the files as they are now. */
  readonly tracedOf: (template: RenderedTemplate) => TracedText;
  /** The same object as the time before, as long as no place has moved in any file. */
  readonly places: object;
  /** The names of the templates that were rendered for this; the others are as they were the time before. */
  readonly renderedNow: readonly string[];
}

/** A template that was rendered. The same object as the time before, as long as the text is the same, wherever its places are. */
export interface RenderedTemplate {
  /** `shop/charts/database/templates/service.yaml`. */
  readonly name: string;
  readonly uri: string;
  /** Whether it belongs to the chart itself rather than to a subchart. */
  readonly isOwn: boolean;
  /** The text of the output, as Helm prints it. */
  readonly text: string;
  /** Whether the text is white space alone. */
  readonly isBlank: boolean;
  /** The parts of the text that are streams of their own. */
  readonly parts: readonly Span[];
}

/** Why a template has no output. */
export interface RenderError {
  /** The template that was to be rendered. */
  readonly template: string;
  /** `missing`: what it includes is part of a dependency that is not there; `refused`: it says itself that it cannot do with these values. */
  readonly kind: 'parse' | 'execution' | 'budget' | 'missing' | 'refused';
  /** As Go writes it. */
  readonly message: string;
  /** The file of the innermost place. */
  readonly uri: string;
  readonly span: Span;
  /** The values that the error is about. */
  readonly reads: readonly Origin[];
}
