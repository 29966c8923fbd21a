import type { Dockerfile } from '../dockerfile/dockerfile.js';
import type { Stage } from '../dockerfile/stage.js';
import type { TemplateFile } from '../gotemplate/template-tree.js';
import type { GivenValue } from '../helm/given-value.js';
import type { Container } from '../kubernetes/container.js';
import type { ContainerShape } from '../kubernetes/container-shape.js';
import type { Resource } from '../kubernetes/resource.js';
import type { Workload } from '../kubernetes/workload.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import type { TextEdit } from '../text/text-edit.js';
import type { Place } from '../workspace/facts.js';
import type { ValuesUse } from '../workspace/given-values.js';
import type { MadeNote } from '../workspace/made-unit.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import type { MissingEntry } from '../yaml/missing-entry.js';
import type { YamlDocument, YamlNode } from '../yaml/yaml-node.js';
import type { OptionDeclarations, OptionValues } from './options.js';

/** What a rule can ask to be called with. One entry here is one loop in the engine. */
export interface Subjects {
  /** A Dockerfile that parsed, whole. */
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  /** Any Kubernetes object, items of a `List` included. */
  readonly resource: Resource;
  /** An object that makes Pods, whatever its kind. */
  readonly workload: Workload;
  /** A container of a workload: init containers and native sidecars included. */
  readonly container: Container;
  /** A container-shaped map of a Helm values file, judged by what stands in it alone. */
  readonly shape: ContainerShape;
  /** A template of a chart: the tree of its actions. */
  readonly template: ChartTemplate;
  /**
   * A file of values of a chart, or values for charts that stand in a file of something else. Rules judge its keys, kinds and comments; they
   * do not run again while only values change and they find nothing.
   */
  readonly values: ChartValues;
  /** A `Chart.yaml`. */
  readonly chart: ChartData;
  /** A document as it was read: its errors, or why it was not analysed. */
  readonly document: ReadDocument;
  /** Something at which the build of a kustomization stops, or that has no effect there. */
  readonly note: MadeNote;
  /** A kustomization file. */
  readonly kustomization: KustomizationFile;
  /** A `plimsoll-ignore` directive, after everything else has run. */
  readonly suppression: SuppressionUse;
}

export interface ChartTemplate {
  readonly source: SourceText;
  readonly file: TemplateFile;
}

export interface ChartData {
  readonly source: SourceText;
  readonly document: YamlDocument;
}

export interface ChartValues extends ChartData {
  /** What they set, by name; `undefined` where they cannot be read or are none. */
  readonly given: GivenValue | undefined;
  /** The charts that are installed with them, beside the one that the file belongs to. */
  readonly uses: readonly ValuesUse[];
}

export interface KustomizationFile {
  readonly root: YamlNode;
}

export interface ReadDocument {
  /** The smallest place that stands for the document: never empty unless the text is. */
  readonly span: Span;
  readonly language: 'yaml' | 'dockerfile' | 'configuration';
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
  /** Why no rule judged it; `undefined` when rules did. */
  readonly notAnalysed: string | undefined;
}

export interface SuppressionUse {
  readonly span: Span;
  /** What is wrong with the directive as written, e.g. that it gives no reason. */
  readonly problem: string | undefined;
  /** The rules that it names, with their places, and whether each silenced something. */
  readonly rules: readonly { readonly id: string; readonly span: Span; readonly known: boolean; readonly used: boolean }[];
  /** Removes the whole directive, or one rule of several; `undefined` if that cannot be done in the text. */
  readonly removal: (rule: string | undefined) => TextEdit | undefined;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type Profile = 'minimal' | 'sop' | 'strict' | 'hardening';

export interface Rule<Kind extends keyof Subjects = keyof Subjects, Options extends OptionDeclarations = OptionDeclarations> {
  /** `group/pattern-found`, so that "ignore netpol/egress-without-dns" reads well. */
  readonly id: string;
  /** One sentence without a full stop: what is wrong. */
  readonly title: string;
  /** In profile `sop`, unless a finding says otherwise by case. */
  readonly severity: Severity;
  /** Severity, or `off`, in other profiles than `sop`. Unsaid: `minimal` has what `rejected` names, `strict` and `hardening` follow `sop`. */
  readonly profiles?: Readonly<Partial<Record<Profile, Severity | 'off'>>>;
  /** Who rejects what the rule reports, if something does: the rule is then in profile `minimal`. */
  readonly rejected?: 'api-server' | 'runtime' | 'build';
  readonly release: 1 | 2 | 3;
  /** Sections or clauses of the standard, as `docs/sop.md` numbers them (`S2.0`, `G6.3/3`), or `beyond: reason`. */
  readonly sop: readonly string[];
  /** Markdown: what happens in production if this is left as it is. */
  readonly why: string;
  /** Markdown: what to do about it. */
  readonly remedy: string;
  /** Markdown: why a fix may be unsafe. Required when the rule offers unsafe fixes. */
  readonly fixSafety?: string;
  readonly options?: Options;
  readonly on: Kind;
  /** Pure: reads its arguments, yields one outcome or more per subject, touches nothing else. */
  check(subject: Subjects[Kind], context: RuleContext<Options>): Iterable<Outcome>;
  /** The same rule on other kinds of subject, where the same mistake can be seen in them. */
  readonly also?: {
    container?(container: Container, context: RuleContext<Options>): Iterable<Outcome>;
    workload?(workload: Workload, context: RuleContext<Options>): Iterable<Outcome>;
    shape?(shape: ContainerShape, context: RuleContext<Options>): Iterable<Outcome>;
  };
}

export interface RuleContext<Options extends OptionDeclarations = OptionDeclarations> {
  readonly workspace: WorkspaceView;
  readonly options: OptionValues<Options>;
}

/** What a rule concludes. Only `violated` is shown; `explain` and the report by clause show the others. */
export type Outcome =
  | { readonly kind: 'violated'; readonly finding: Finding }
  | { readonly kind: 'satisfied'; readonly because: string | undefined }
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'not-applicable'; readonly because: string };

export interface Finding {
  /** The smallest text that a person would point at: not empty, on one line. */
  readonly span: Span;
  readonly message: string;
  /** Replaces the rule's severity in this case. */
  readonly severity?: Severity;
  /**
   * The best first. Fixes that cannot be made here are left out by {@link fix}. A function makes them when somebody asks for them, which few
   * do: it may not ask the workspace.
   */
  readonly fixes?: readonly (Fix | undefined)[] | (() => readonly (Fix | undefined)[]);
  readonly related?: readonly RelatedPlace[];
  /** What is not there, where the finding is that and no fix may say so: in a chart, what leaves it out is to blame. */
  readonly missing?: MissingEntry | undefined;
  /** Findings of one document with the same defect are one mistake: only the most severe is shown. */
  readonly defect?: string;
  /**
   * Whether the mistake was there before and only counts once something else is right, e.g. when a Service selects the Pods. A fix that
   * brings it to light has not made it, and is offered all the same.
   */
  readonly comesToLight?: boolean;
  /** Text that stands for something that only a person knows: editors offer to select it, to be typed over. */
  readonly placeholder?: string;
}

/** A place in this document, or in another one: then by object and path, so that moving lines there re-runs no rule here. */
export type RelatedPlace = { readonly message: string } & ({ readonly span: Span } | Place);

export interface Fix {
  /** An imperative sentence with the new value: `Set GOMEMLIMIT to 460MiB`. */
  readonly title: string;
  /** `safe` keeps the meaning or is surely what the author wants; only safe fixes are applied by "fix all". */
  readonly safety: 'safe' | 'unsafe';
  /** In the document of the finding. */
  readonly edits: readonly TextEdit[];
  /** In other documents; made when the fix is asked for, from the node that is there then. Dropped, the fix is dropped. */
  readonly elsewhere?: readonly { readonly place: Place; readonly edit: (node: YamlNode) => TextEdit | undefined }[];
  /** Files to create; `path` is relative to the folder of the finding's document. Not offered where the file exists. */
  readonly create?: readonly { readonly path: string; readonly text: string }[];
}

export function defineRule<Kind extends keyof Subjects, const Options extends OptionDeclarations = Record<never, never>>(
  rule: Rule<Kind, Options>,
): Rule<Kind, Options> {
  return rule;
}

export function violated(finding: Finding): Outcome {
  return { kind: 'violated', finding };
}

export function satisfied(because?: string): Outcome {
  return { kind: 'satisfied', because };
}

/** The files do not say; `because` is a full sentence that names what is missing. */
export function unknown(because: string): Outcome {
  return { kind: 'unknown', because };
}

export function notApplicable(because: string): Outcome {
  return { kind: 'not-applicable', because };
}

/** A fix from edits that may not be possible here; `undefined` then. */
export function fix(title: string, safety: Fix['safety'], ...edits: readonly (TextEdit | undefined)[]): Fix | undefined {
  return edits.every(edit => edit !== undefined) ? { title, safety, edits } : undefined;
}
