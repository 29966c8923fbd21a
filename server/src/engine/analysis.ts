import type { Resource } from '../kubernetes/resource.js';
import type { ReadDocument } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import type { Fact } from '../workspace/facts.js';
import type { EditWatch } from '../yaml/edit-watch.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { TreeDocument } from '../yaml/tree-document.js';
import type { Directive } from './directive.js';
import { NO_SUBJECTS, type SubjectLists } from './subjects.js';

/**
 * What one text gives: a document of a YAML stream, or a whole file. Its spans are offsets in its own text, so that it can be kept when
 * the text around it moves.
 */
export interface Analysis {
  readonly source: SourceText;
  readonly subjects: SubjectLists;
  readonly facts: readonly Fact[];
  readonly directives: readonly Directive[];
  /** Errors of syntax, whether a rule shows them or not. */
  readonly errorCount: number;
  /** The objects of the text, to find places by object and path. */
  readonly resources: readonly Resource[];
  /** What an edit has left of what rules found in the text before; absent where nothing is known to last. */
  readonly edit?: Edit;
}

/** What the text was before, and what tells who reads what has changed since. */
export interface Edit {
  /** Whether what was found by reading what has changed lasts too, as nothing has changed that counts. */
  readonly lasts: 'all' | 'unread' | undefined;
  readonly watch: EditWatch;
}

/** What a file says about its pieces. */
export interface FileFacts {
  /** Whether it looks like Kubernetes manifests, so that errors in it are ours to report. */
  readonly isManifest: boolean;
  /** Whether rules judge its objects. */
  readonly isJudged: boolean;
  /** Why they do not, where this piece is the one to tell. */
  readonly reasonToTell: string | undefined;
  /** What is wrong in a configuration file. */
  readonly problems: ReadDocument['errors'];
  /** Where the piece starts. */
  readonly start: number;
  /** What its text was before an edit. */
  readonly earlier: SourceText | undefined;
}

/** A text, and the YAML that it holds, which is read when somebody asks for it and then once. */
export class ReadText {
  readonly source: SourceText;
  #document: TreeDocument | undefined;

  constructor(source: SourceText) {
    this.source = source;
  }

  get document(): TreeDocument {
    this.#document ??= this.source.derive(parseYamlDocument);
    return this.#document;
  }
}

/** What a text gives that holds nothing for rules. */
export function nothing(source: SourceText): Analysis {
  return { source, subjects: NO_SUBJECTS, facts: [], directives: [], errorCount: 0, resources: [] };
}

/** What a text gives that only tells others something. */
export function withFacts(source: SourceText, facts: readonly Fact[]): Analysis {
  return { ...nothing(source), facts };
}
