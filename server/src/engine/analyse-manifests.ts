import { isHelmTest, isOwned, type Resource, resourcesOf } from '../kubernetes/resource.js';
import { workloadOf } from '../kubernetes/workload.js';
import type { SourceText } from '../text/source-text.js';
import { factsOfResources } from '../workspace/exported-facts.js';
import type { Fact } from '../workspace/facts.js';
import type { DocumentPlace } from '../workspace/workspace-layout.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { TreeDocument } from '../yaml/tree-document.js';
import type { YamlDocument } from '../yaml/yaml-node.js';
import { type Analysis, type Edit, type FileFacts, type ReadText, withFacts } from './analysis.js';
import { type Directive, directivesOf, objectDirective } from './directive.js';
import { readDocument } from './read-document.js';
import { NO_SUBJECTS, type SubjectLists } from './subjects.js';
import { whyNotYetRead } from './why-not-yet-read.js';

/** Analyses a document of a stream that holds Kubernetes objects. */
export function analyseManifests({ source, document }: ReadText, place: DocumentPlace, file: FileFacts): Analysis {
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
export function unreadFacts({ uri, text }: SourceText, { unit }: DocumentPlace): Fact[] {
  const kinds = new Set([...text.matchAll(/^[\s-]*kind:\s*["']?(\w+)/gm)].flatMap(match => match[1] ?? []));
  return kinds.size === 0 ? [] : [{ type: 'unread', uri, unit, kinds: [...kinds] }];
}

function annotationDirective(source: SourceText, { node }: Resource): Directive[] {
  const value = node.find('metadata', 'annotations', 'plimsoll/ignore');
  return value?.text === undefined ? [] : [objectDirective(source, { text: value.text, span: value.span }, node.span)];
}
