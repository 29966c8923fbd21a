import { builtImageOf } from '../dockerfile/built-image.js';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.js';
import { parseGoModule } from '../golang/go-module.js';
import { goSourceOf } from '../golang/go-source.js';
import { isTestedPath } from '../helm/chart-sources.js';
import { parseChartTemplate } from '../helm/chart-template.js';
import { valuesOutline } from '../helm/values-outline.js';
import { containerShapesOf } from '../kubernetes/container-shape.js';
import { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { factsOfKustomization } from '../workspace/exported-facts.js';
import { fileNameOf, isInside, relativePath } from '../workspace/uri-path.js';
import type { DocumentPlace } from '../workspace/workspace-layout.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';
import { analyseManifests, unreadFacts } from './analyse-manifests.js';
import { type Analysis, type FileFacts, nothing, ReadText, withFacts } from './analysis.js';
import { directivesOf } from './directive.js';
import { readDocument } from './read-document.js';
import { NO_SUBJECTS, type SubjectLists } from './subjects.js';
import { templateComments } from './template-comments.js';
import { valuesSubjects, wholeValues } from './values-subjects.js';
import { whyNotYetRead } from './why-not-yet-read.js';

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

function analyseValues({ source, document }: ReadText): Analysis {
  const unread = whyNotYetRead(source, 'YAML', document.errors);
  return {
    ...nothing(source),
    subjects: {
      ...NO_SUBJECTS,
      shape: document.root === undefined || unread !== undefined ? [] : containerShapesOf(document.root),
      document: [readDocument(source, 'yaml', unread === undefined ? document.errors : [], unread)],
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
