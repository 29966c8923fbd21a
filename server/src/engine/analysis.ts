import { builtImageOf } from '../dockerfile/built-image.js';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.js';
import { parseGoModule } from '../golang/go-module.js';
import { goSourceOf } from '../golang/go-source.js';
import { isTestedPath } from '../helm/chart-sources.js';
import { parseChartTemplate } from '../helm/chart-template.js';
import { valuesOutline } from '../helm/values-outline.js';
import { containerShapesOf } from '../kubernetes/container-shape.js';
import { isHelmTest, isOwned, type Resource, resourcesOf } from '../kubernetes/resource.js';
import { workloadOf } from '../kubernetes/workload.js';
import type { ReadDocument } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { factsOfKustomization, factsOfResources } from '../workspace/exported-facts.js';
import type { Fact } from '../workspace/facts.js';
import { fileNameOf, isInside, relativePath } from '../workspace/uri-path.js';
import type { DocumentPlace } from '../workspace/workspace-layout.js';
import type { EditWatch } from '../yaml/edit-watch.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { TreeDocument } from '../yaml/tree-document.js';
import type { YamlDocument } from '../yaml/yaml-node.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';
import { type Directive, directivesOf, objectDirective } from './directive.js';
import { NO_SUBJECTS, type SubjectLists } from './subjects.js';
import { templateComments } from './template-comments.js';
import { valuesSubjects, wholeValues } from './values-subjects.js';
import { whyNotYetRead } from './why-not-yet-read.js';

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

/** The pieces of a file that are analysed on their own, in order and without gaps. */
export function piecesOf(text: string, { kind }: DocumentPlace): readonly Span[] {
  return kind === 'manifests' ? cutYamlStream(text) : [{ start: 0, end: text.length }];
}

/** Why no rule judges a document; `undefined` if rules do, or if it is none of ours. */
export function notAnalysedReason(text: string, { kind, kustomize, making, chart }: DocumentPlace): string | undefined {
  if (making?.problem !== undefined) return making.problem;
  if (making?.isCovered) return undefined;
  if (kind === 'helm-template') return 'It belongs to no chart that could be rendered.';
  if (kind !== 'manifests' || !looksLikeManifest(text)) return undefined;
  if (chart !== undefined && /^[ \t]*\{\{/m.test(text))
    return 'It is a file of a chart that templates may print: it is judged where they do.';
  if (kustomize?.role === 'patch') return 'It is a kustomize patch: a part of other objects, which cannot be judged alone.';
  if (kustomize?.role === 'component')
    return 'It belongs to a kustomize component, which cannot be judged without the kustomizations that use it.';
  return undefined;
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

/** Analyses one piece of a file. Total: any text gives an analysis. */
export function analyse(uri: string, text: string, place: DocumentPlace, file: FileFacts): Analysis {
  const read = new ReadText(file.earlier === undefined ? new SourceText(uri, text) : SourceText.after(file.earlier, text));
  const analysis = withNotes(analyseAlone(read, place, file), read, place, file);
  const own = place.chart !== undefined && isChartSource(uri, place) ? inChart(analysis, read, place, place.chart) : analysis;
  return withValues(own, read, place, file.start);
}

/** Values that the text holds for charts elsewhere: all of it, or parts. */
function withValues(analysis: Analysis, read: ReadText, { making }: DocumentPlace, start: number): Analysis {
  const uses = making?.valuesFor ?? [];
  if (uses.length === 0) return analysis;
  const { source, subjects, directives } = analysis;
  const values = valuesSubjects(subjects.values[0], read.document, uses, start);
  const own = subjects.document.length > 0 ? directives : directivesOf(source, read.document.comments);
  const inTexts = values.filter(({ document }) => document.source !== read.document.source);
  const all = [...own, ...inTexts.flatMap(({ document }) => directivesOf(source, document.comments))];
  return { ...analysis, subjects: { ...subjects, values }, directives: all };
}

/** A text, and the YAML that it holds, which is read when somebody asks for it and then once. */
class ReadText {
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

/** What is wrong in a piece of a file for what is made of it, and a kustomization itself. */
function withNotes(analysis: Analysis, read: ReadText, { kind, making }: DocumentPlace, { start }: FileFacts): Analysis {
  const { source, subjects } = analysis;
  const note = (making?.notes ?? []).flatMap(({ span, ...rest }) => {
    const own = { start: span.start - start, end: span.end - start };
    return own.start >= 0 && own.end <= source.text.length && (own.start < own.end || source.text === '')
      ? [{ ...rest, span: onFirstLine(source, own) }]
      : [];
  });
  const root = kind === 'kustomization' ? read.document.root : undefined;
  if (note.length === 0 && root === undefined) return analysis;
  return { ...analysis, subjects: { ...subjects, note, kustomization: root === undefined ? [] : [{ root }] } };
}

function analyseKustomization({ source, document: { root, comments } }: ReadText, { unit }: DocumentPlace): Analysis {
  return { ...withFacts(source, factsOfKustomization(source.uri, unit, root)), directives: directivesOf(source, comments) };
}

function onFirstLine(source: SourceText, { start, end }: Span): Span {
  return { start, end: Math.min(end, source.lineSpan(source.lineAt(start)).end) };
}

/** A file of a chart tells its text to the others, and is itself judged by what they say. */
function inChart(analysis: Analysis, read: ReadText, { kind, unit, making }: DocumentPlace, chart: string): Analysis {
  const { source, subjects, facts } = analysis;
  const setElsewhere = making?.setElsewhere;
  const fact = { type: 'chart-file', uri: source.uri, unit, chart, source, setElsewhere } as const;
  const outline = kind === 'helm-values' ? valuesOutline(read.document) : source.text;
  const outlineFact = { type: 'chart-outline', uri: source.uri, unit, chart, outline, setElsewhere: [...(setElsewhere ?? [])] } as const;
  const own = isInside(source.uri, `${chart}/charts`) ? {} : chartSubjects(read, kind);
  return { ...analysis, facts: [...facts, fact, outlineFact], subjects: { ...subjects, ...own } };
}

/** Whether a file says something about its chart that templates can name or that decides about names. */
function isChartSource(uri: string, { kind }: DocumentPlace): boolean {
  return CHART_KINDS.has(kind) || (kind === 'other' && (CHART_FILES.has(fileNameOf(uri)) || isTestedPath(uri)));
}

const CHART_KINDS: ReadonlySet<DocumentPlace['kind']> = new Set(['helm-chart', 'helm-template', 'helm-values']);
const CHART_FILES: ReadonlySet<string> = new Set(['values.schema.json', '.helmignore', 'requirements.yaml']);

function chartSubjects(read: ReadText, kind: DocumentPlace['kind']): Partial<SubjectLists> {
  const { source } = read;
  if (kind === 'helm-template') return { template: [{ source, file: source.derive(parseChartTemplate) }] };
  if (kind === 'helm-values') return { values: [wholeValues(read.document)] };
  return kind === 'helm-chart' ? { chart: [{ source, document: read.document }] } : {};
}

function analyseAlone(read: ReadText, place: DocumentPlace, file: FileFacts): Analysis {
  const { source } = read;
  const { uri } = source;
  if (place.making?.isCovered) return analyseCovered(read, place);
  switch (place.kind) {
    case 'dockerfile':
      return analyseDockerfile(source, place.unit);
    case 'manifests':
      return file.isManifest ? analyseManifests(read, place, file) : nothing(source);
    case 'helm-values':
      return analyseValues(read);
    case 'kustomization':
      return analyseKustomization(read, place);
    case 'go-module':
      return withFacts(source, [{ type: 'go-module', uri, unit: place.unit, module: parseGoModule(source) }]);
    case 'go-source': {
      const { setsMemoryLimit, imports, shutdown } = goSourceOf(source);
      return setsMemoryLimit || shutdown !== undefined
        ? withFacts(source, [{ type: 'go-source', uri, unit: place.unit, setsMemoryLimit, imports, shutdown }])
        : nothing(source);
    }
    case 'presence':
      return withFacts(source, [{ type: 'presence', uri, unit: place.unit }]);
    case 'configuration':
      return {
        ...nothing(source),
        subjects: { ...NO_SUBJECTS, document: [readDocument(source, 'configuration', file.problems, undefined)] },
      };
    case 'helm-chart':
      return { ...nothing(source), directives: directivesOf(source, read.document.comments) };
    case 'helm-template':
      return { ...withFacts(source, unreadFacts(source, place)), directives: directivesOf(source, templateComments(source)) };
    case 'other':
      return nothing(source);
  }
}

/** Whether a stream may hold Kubernetes objects: a cheap look before anything is parsed. */
export function looksLikeManifest(text: string): boolean {
  return /(?:^|[\s{,"'])apiVersion["']?\s*:/.test(text) && /(?:^|[\s{,"'])kind["']?\s*:/.test(text);
}

function nothing(source: SourceText): Analysis {
  return { source, subjects: NO_SUBJECTS, facts: [], directives: [], errorCount: 0, resources: [] };
}

function withFacts(source: SourceText, facts: readonly Fact[]): Analysis {
  return { ...nothing(source), facts };
}

function analyseDockerfile(source: SourceText, unit: string): Analysis {
  const dockerfile = source.derive(parseDockerfile);
  const unread = whyNotYetRead(source, 'Dockerfile', dockerfile.errors);
  if (unread !== undefined)
    return { ...nothing(source), subjects: { ...NO_SUBJECTS, document: [readDocument(source, 'dockerfile', [], unread)] } };
  const image = builtImageOf(dockerfile, relativePath(source.uri, ''));
  return {
    ...withFacts(source, [{ type: 'image', uri: source.uri, unit, image }]),
    subjects: {
      ...NO_SUBJECTS,
      dockerfile: [dockerfile],
      stage: dockerfile.stages,
      document: [readDocument(source, 'dockerfile', dockerfile.errors, undefined)],
    },
    directives: directivesOf(source, dockerfile.comments),
    errorCount: dockerfile.errors.length,
  };
}

function analyseManifests({ source, document }: ReadText, place: DocumentPlace, file: FileFacts): Analysis {
  const unread = whyNotYetRead(source, 'YAML', document.errors);
  if (unread !== undefined) return notYetRead(source, document, place, unread);
  const { lasts, watch, objects } = followEdit(document, file);
  const { resources, subjects } = objects;
  const reason = resources.every(isOwned) ? 'It was read from a cluster, where other objects own it.' : file.reasonToTell;
  // What a test of a chart runs is gone afterwards, and nothing counts on it.
  const installed = resources.filter(resource => !isHelmTest(resource));
  return {
    source,
    subjects: {
      ...subjects,
      document: [readDocument(source, 'yaml', document.errors, resources.length > 0 ? reason : undefined, resources[0])],
    },
    facts:
      place.kustomize?.role === 'patch'
        ? []
        : [
            ...factsOfResources(source.uri, place, installed),
            ...openFacts(source, place),
            ...(document.errors.length > 0 ? unreadFacts(source, place) : []),
          ],
    directives: [...directivesOf(source, document.comments), ...resources.flatMap(resource => annotationDirective(source, resource))],
    errorCount: document.errors.length,
    resources,
    ...(watch === undefined ? {} : { edit: { lasts, watch } }),
  };
}

/** The objects of a document, and what an edit has left of what was found in them. */
function followEdit(document: TreeDocument, { earlier, isJudged }: FileFacts): Partial<Edit> & { readonly objects: Objects } {
  const lasts = earlier === undefined ? undefined : document.follow(earlier.derive(parseYamlDocument));
  const { watch } = document;
  const read = () => objectsOf(document, isJudged);
  if (watch === undefined) return { objects: read() };
  let isDecisive = false;
  const objects = watch.during(read, () => {
    isDecisive = true;
  });
  const { resources, subjects } = objects;
  // What some functions make of other objects than these is kept, and whoever takes that reads nothing.
  const isTraced = !isDecisive && subjects.workload.length === resources.length;
  return { lasts: lasts === 'unread' && !isTraced ? undefined : lasts, watch, objects };
}

interface Objects {
  readonly resources: readonly Resource[];
  readonly subjects: SubjectLists;
}

function objectsOf(document: YamlDocument, isJudged: boolean): Objects {
  const resources = resourcesOf(document);
  const resource = isJudged ? resources.filter(each => !isOwned(each)) : [];
  const workload = resource.flatMap(each => workloadOf(each) ?? []);
  const container = workload.filter(each => !isHelmTest(each.resource)).flatMap(({ containers }) => containers);
  return { resources, subjects: { ...NO_SUBJECTS, resource, workload, container } };
}

/** A document that is no template of a chart, and no YAML before something has filled it in. */
function notYetRead(source: SourceText, document: YamlDocument, place: DocumentPlace, reason: string): Analysis {
  return {
    ...withFacts(source, unreadFacts(source, place)),
    // What a chart prints of it is judged.
    subjects: { ...NO_SUBJECTS, document: place.chart === undefined ? [readDocument(source, 'yaml', [], reason)] : [] },
    errorCount: document.errors.length,
  };
}

function openFacts({ uri }: SourceText, { unit, openBecause }: DocumentPlace): Fact[] {
  return openBecause === undefined ? [] : [{ type: 'open-unit', uri, unit, because: openBecause }];
}

/** The kinds of objects that a text names, where the objects themselves cannot be read. */
function unreadFacts({ uri, text }: SourceText, { unit }: DocumentPlace): Fact[] {
  const kinds = new Set([...text.matchAll(/^[\s-]*kind:\s*["']?(\w+)/gm)].flatMap(match => match[1] ?? []));
  return kinds.size === 0 ? [] : [{ type: 'unread', uri, unit, kinds: [...kinds] }];
}

function analyseValues({ source, document }: ReadText): Analysis {
  return {
    ...nothing(source),
    subjects: {
      ...NO_SUBJECTS,
      shape: document.root === undefined ? [] : containerShapesOf(document.root),
      document: [readDocument(source, 'yaml', document.errors, undefined)],
    },
    directives: directivesOf(source, document.comments),
    errorCount: document.errors.length,
  };
}

/** A file that is judged in what is made from it: only what a person says to us in it, and its errors, count here. */
function analyseCovered(read: ReadText, { kind }: DocumentPlace): Analysis {
  const { source } = read;
  if (kind === 'helm-template') return { ...nothing(source), directives: directivesOf(source, templateComments(source)) };
  const { document } = read;
  const unread = whyNotYetRead(source, 'YAML', document.errors);
  return {
    ...nothing(source),
    subjects: { ...NO_SUBJECTS, document: [readDocument(source, 'yaml', unread === undefined ? document.errors : [], unread)] },
    directives: directivesOf(source, document.comments),
    errorCount: document.errors.length,
  };
}

function annotationDirective(source: SourceText, { node }: Resource): Directive[] {
  const value = node.find('metadata', 'annotations', 'plimsoll/ignore');
  return value?.text === undefined ? [] : [objectDirective(source, { text: value.text, span: value.span }, node.span)];
}

function readDocument(
  source: SourceText,
  language: ReadDocument['language'],
  errors: ReadDocument['errors'],
  notAnalysed: string | undefined,
  resource?: Resource,
): ReadDocument {
  return { span: resource?.node.get('kind')?.span ?? firstText(source), language, errors, notAnalysed };
}

/** The first line that has any text, without the white space around it. What separates documents is none if there is more. */
function firstText({ text }: SourceText): Span {
  const separator = /^\s*---[ \t]*(?=[\r\n]+\s*\S)/.exec(text)?.[0].length ?? 0;
  const start = separator + Math.max(text.slice(separator).search(/\S/), 0);
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0].trimEnd() ?? '';
  return { start, end: start + line.length };
}
