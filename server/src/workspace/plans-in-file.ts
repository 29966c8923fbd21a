import { SourceText } from '../text/source-text.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import { cutYamlStream } from '../yaml/yaml-stream.js';
import { planOfApplicationSet } from './argo-application-sets.js';
import { planOfApplication } from './argo-applications.js';
import { planOfFluxObject } from './flux-releases.js';
import { environmentsOf, isHelmfile, isHelmfileTemplate, planOfHelmfile, planOfHelmfileTemplate } from './helmfile-releases.js';
import type { Plan, PlanningDocument } from './planned-installation.js';

const INSTALLING = /^["']?kind["']?:[ \t]*["']?(?:Application|ApplicationSet|HelmRelease|GitRepository)\b/m;

/** What the documents of a file plan: objects of Argo CD and Flux, releases of Helmfile. */
export function plansIn(uri: string, text: string): Plan[] {
  if (isHelmfileTemplate(uri)) return [planOfHelmfileTemplate(uri, text)];
  const isOfHelmfile = isHelmfile(uri);
  if (!/\.ya?ml$/.test(uri) || (!isOfHelmfile && !INSTALLING.test(text))) return [];
  const documents = cutYamlStream(text).flatMap(({ start, end }) => {
    const { root, errors } = parseYamlDocument(new SourceText(uri, text.slice(start, end)));
    return root === undefined ? [] : [{ uri, root, start, hasErrors: errors.length > 0 }];
  });
  const asRead = (plan: Plan | undefined, hasErrors: boolean) => (hasErrors && plan !== undefined ? unreadPlan(plan) : plan);
  if (!isOfHelmfile) return documents.flatMap(document => asRead(planOfObject(document), document.hasErrors) ?? []);
  const read = documents.filter(({ hasErrors }) => !hasErrors);
  const named = read.flatMap(environmentsOf);
  const hasBases = read.some(({ root }) => root.get('bases') !== undefined);
  const environments = named.length > 0 || hasBases ? [...new Set(named)] : ['default'];
  const top = read.map(({ root }) => root);
  return read.map(document => planOfHelmfile(document, environments, top));
}

function planOfObject(document: PlanningDocument): Plan | undefined {
  return planOfApplication(document) ?? planOfApplicationSet(document) ?? planOfFluxObject(document);
}

/** What a document plans that has errors of syntax: which chart, but nothing to be sure of. */
function unreadPlan({ installations }: Plan): Plan {
  const openBecause = 'It has errors of syntax.';
  return { installations: installations.map(planned => ({ ...planned, openBecause })), paths: [], repositories: [] };
}
