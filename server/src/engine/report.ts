import type { Fix, Outcome, Rule, Severity } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { TextEdit } from '../text/text-edit.js';
import type { ObjectReference } from '../workspace/facts.js';
import type { MissingEntry } from '../yaml/missing-entry.js';

export interface InputDocument {
  readonly uri: string;
  readonly text: string;
  /** The editor's language, where it has one. */
  readonly languageId?: string | undefined;
}

/** What is known about one document. Spans are offsets in the whole file. */
export interface DocumentReport {
  readonly source: SourceText;
  /** In the order of the text. */
  readonly reports: readonly Report[];
  /** What directives hide, with the reasons that they give. */
  readonly suppressed: readonly { readonly report: Report; readonly reason: string }[];
  /** Why no rule judged the document; `undefined` when rules did, or when it is none of ours. */
  readonly notAnalysed: string | undefined;
}

/** A finding of a rule at its place in a file. */
export interface Report {
  readonly rule: Rule;
  readonly uri: string;
  readonly span: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly object: ReportedObject | undefined;
  /** What names the mistake, where several rules judge it and one speaks. */
  readonly defect: string | undefined;
  /** Whether it may only come to light when something else is right: no fix is to blame for it. */
  readonly comesToLight: boolean;
  /** What is to be typed over, as the rule read it. */
  readonly placeholder: string | undefined;
  /** Whether the rule asked about other documents, so that one more document might change its mind. */
  readonly needsWorkspace: boolean;
  readonly related: readonly { readonly uri: string; readonly span: Span; readonly message: string }[];
  /** As the rule made them: spans are offsets in the document of the stream, which starts at `start`. See `Linter.fixes`. */
  readonly proposals: {
    /** The document that the rule judged: the one of the report, or one that was made from it. */
    readonly uri: string;
    readonly start: number;
    /** Whether all variants of the application have the finding, so that it is best fixed in what they share. */
    readonly isEverywhere: boolean;
    readonly fixes: readonly Fix[];
    readonly missing: MissingEntry | undefined;
  };
}

export interface ReportedObject extends ObjectReference {
  readonly container: string | undefined;
}

/** A fix that was carried to its documents, tried on a copy, and holds. */
export interface OfferedFix {
  readonly title: string;
  readonly safety: Fix['safety'];
  readonly edits: readonly { readonly uri: string; readonly edits: readonly TextEdit[] }[];
  readonly create: readonly { readonly uri: string; readonly text: string }[];
}

/** What a rule concluded about one subject, for reports about whole applications. */
export interface Verdict {
  readonly rule: Rule;
  /** The application unit of the subject: a folder, and the variant behind `#` where there are several. */
  readonly unit: string;
  /** The file that was judged, or whose text became what was judged. */
  readonly uri: string;
  readonly outcome: Outcome;
  readonly object: ReportedObject | undefined;
}

/** What a rule concluded about one subject, for `explain`. */
export interface Explanation {
  readonly outcome: Outcome;
  /** The place of a finding, else that of the subject; in the file. */
  readonly span: Span;
  readonly subject: Span;
  readonly object: ReportedObject | undefined;
  /** The variant of the application that was judged, where the text is made from files: `values-prod.yaml`. */
  readonly variant: string | undefined;
  /** What the rule asked of the rest of the workspace, one question each. */
  readonly facts: readonly string[];
}
