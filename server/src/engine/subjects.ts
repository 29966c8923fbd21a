import type { ReadDocument, Rule, Subjects } from '../rules/define-rule.js';
import type { Span } from '../text/span.js';
import type { ReportedObject } from './report.js';

/** The subjects of one analysed text, by kind. `suppression` subjects are made when everything else has run. */
export type SubjectLists = { readonly [Kind in keyof Subjects]: readonly Subjects[Kind][] };

export const NO_SUBJECTS: SubjectLists = {
  dockerfile: [],
  stage: [],
  resource: [],
  workload: [],
  container: [],
  shape: [],
  template: [],
  values: [],
  chart: [],
  document: [],
  note: [],
  kustomization: [],
  suppression: [],
};

/** What the engine needs to know about a kind of subject: where one stands, and the object it belongs to. */
interface SubjectKind<Subject> {
  readonly spanOf: (subject: Subject) => Span;
  readonly objectOf: (subject: Subject) => ReportedObject | undefined;
}

const KINDS: { readonly [Kind in keyof Subjects]: SubjectKind<Subjects[Kind]> } = {
  dockerfile: { spanOf: ({ source }) => ({ start: 0, end: source.text.length }), objectOf: () => undefined },
  stage: {
    spanOf: ({ from, instructions }) => ({ start: from.span.start, end: instructions.at(-1)?.span.end ?? from.span.end }),
    objectOf: () => undefined,
  },
  resource: { spanOf: ({ node }) => node.span, objectOf: resource => referenceTo(resource) },
  workload: { spanOf: ({ resource }) => resource.node.span, objectOf: ({ resource }) => referenceTo(resource) },
  container: { spanOf: ({ node }) => node.span, objectOf: ({ workload, name }) => referenceTo(workload.resource, name) },
  shape: { spanOf: ({ node }) => node.span, objectOf: () => undefined },
  template: { spanOf: ({ source }) => ({ start: 0, end: source.text.length }), objectOf: () => undefined },
  values: { spanOf: ({ source }) => ({ start: 0, end: source.text.length }), objectOf: () => undefined },
  chart: { spanOf: ({ source }) => ({ start: 0, end: source.text.length }), objectOf: () => undefined },
  document: { spanOf: ({ span }: ReadDocument) => span, objectOf: () => undefined },
  note: { spanOf: ({ span }) => span, objectOf: () => undefined },
  kustomization: { spanOf: ({ root }) => root.span, objectOf: () => undefined },
  suppression: { spanOf: ({ span }) => span, objectOf: () => undefined },
};

const KIND_NAMES = Object.keys(NO_SUBJECTS) as (keyof Subjects)[];

/** A kind of subject that a rule judges, and how. */
export interface RuleCheck {
  readonly kind: keyof Subjects;
  readonly check: Rule['check'];
}

const ALSO = ['container', 'workload', 'shape'] as const;

/** What a rule judges: what it is `on`, and what it judges `also`. */
export function checksOf(rule: Rule): readonly RuleCheck[] {
  const others = ALSO.flatMap((kind): RuleCheck[] => {
    const check = rule.also?.[kind] as Rule['check'] | undefined;
    return check === undefined ? [] : [{ kind, check }];
  });
  return [{ kind: rule.on, check: rule.check }, ...others];
}

/** The kinds of subjects that there are, as bits. */
export function kindsIn(subjects: SubjectLists): number {
  let kinds = 0;
  for (const [index, kind] of KIND_NAMES.entries()) if (subjects[kind].length > 0) kinds |= 1 << index;
  return kinds;
}

export function subjectSpan<Kind extends keyof Subjects>(kind: Kind, subject: Subjects[Kind]): Span {
  return KINDS[kind].spanOf(subject);
}

export function subjectObject<Kind extends keyof Subjects>(kind: Kind, subject: Subjects[Kind]): ReportedObject | undefined {
  return KINDS[kind].objectOf(subject);
}

function referenceTo(
  { apiVersion, kind, namespace, name }: { apiVersion: string; kind: string; namespace: string | undefined; name: string },
  container?: string,
): ReportedObject {
  return { apiVersion, kind, namespace, name, container };
}
