import { groupOf } from '../kubernetes/resource.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { planOfSources } from './argo-applications.js';
import { elementsOf, foldersIn } from './argo-generators.js';
import { AS_WRITTEN, ElementFilling, type FillingLanguage, type FillingParameters } from './filling.js';
import { type Plan, type PlanningDocument, plannedText, TEMPLATED } from './planned-installation.js';

/** Each is rendered and judged when a value is typed, and nobody reads the findings of more of them. */
const MOST_APPLICATIONS = 20;

/**
 * What an ApplicationSet of Argo CD plans; `undefined` for other documents. Each element of generators that are lists makes an Application of
 * the template, as far as that is filled in with nothing but names. What other generators find is in no file: they make one that is left out.
 */
export function planOfApplicationSet(document: PlanningDocument): Plan | undefined {
  const { root } = document;
  if (root.get('kind')?.text !== 'ApplicationSet' || groupOf(root.get('apiVersion')?.text ?? '') !== 'argoproj.io') return undefined;
  const name = plannedText(root.find('metadata', 'name'));
  const template = root.find('spec', 'template');
  if (name === undefined || template === undefined) return undefined;
  const language = root.find('spec', 'goTemplate')?.value === true ? 'go' : 'names';
  const isPatched = root.find('spec', 'templatePatch') !== undefined;
  const set = { document, name, template, language, openBecause: isPatched ? 'Its template is patched.' : undefined } as const;
  const plans = (root.find('spec', 'generators')?.items() ?? []).flatMap(generator => plansOfGenerator(generator, set));
  const names = plans.map(({ installations }) => installations[0]?.name);
  const isTwice = (name: string | undefined) => names.filter(other => other === name).length > 1;
  return {
    installations: plans.flatMap(({ installations }) =>
      installations.map(planned => ({ ...planned, openBecause: planned.openBecause ?? (isTwice(planned.name) ? TWICE : undefined) })),
    ),
    paths: plans.flatMap(({ paths }) => paths),
    repositories: [],
  };
}

const TWICE = 'Two elements make Applications of this name.';

interface ApplicationSet {
  readonly document: PlanningDocument;
  readonly name: string;
  readonly template: YamlNode;
  readonly language: FillingLanguage;
  readonly openBecause: string | undefined;
}

function plansOfGenerator(generator: YamlNode, set: ApplicationSet): readonly Plan[] {
  const elements = elementsOf(generator, set.language);
  if (typeof elements === 'string') return [openPlan(set, elements, generator)];
  if (elements.length > MOST_APPLICATIONS) return [openPlan(set, `It makes ${elements.length} Applications.`, generator)];
  return elements.map(element => planOfElement(element, set));
}

function planOfElement(element: FillingParameters, { document, template, language, name: setName, openBecause }: ApplicationSet): Plan {
  const filling = new ElementFilling(element, language, template);
  const name = filling.read(template.find('metadata', 'name'));
  const shown = name === undefined ? `ApplicationSet "${setName}"` : `Application "${name}"`;
  const reason = openBecause ?? (name === undefined ? TEMPLATED : undefined);
  const environment = ENVIRONMENT_NAMES.flatMap(each => element.get(each)?.text ?? [])[0];
  return planOfSources({ document, name: shown, release: name ?? setName, environment, template, filling, openBecause: reason });
}

/** What people call the environment that an element is for. */
const ENVIRONMENT_NAMES = ['environment', 'env', 'stage'];

/** Of Applications that no file tells. */
function openPlan({ document, template, name, openBecause }: ApplicationSet, reason: string, generator: YamlNode): Plan {
  return planOfSources({
    document,
    name: `ApplicationSet "${name}"`,
    release: name,
    template,
    filling: AS_WRITTEN,
    openBecause: openBecause ?? reason,
    folders: [...foldersIn(generator)],
  });
}
