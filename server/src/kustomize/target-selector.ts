import { type BuiltNode, findNode, textOf } from './built-node.js';
import type { BuiltObject } from './built-object.js';
import { effectiveNamespace, groupVersionOf, type ResourceId } from './resource-id.js';
import { compileAnchored } from './safe-pattern.js';

/** Which objects a patch or a replacement is about. */
export class TargetSelector {
  readonly #patterns: ReadonlyMap<string, RegExp | undefined>;
  readonly #labels: string | undefined;
  readonly #annotations: string | undefined;

  constructor(node: BuiltNode | undefined) {
    const given = FIELDS.flatMap(field => {
      const text = textOf(findNode(node, field));
      return text === undefined || text === '' ? [] : [[field, text] as const];
    });
    const apiVersion = textOf(findNode(node, 'apiVersion'));
    const all =
      apiVersion === undefined ? given : [...Object.entries(groupVersionOf(apiVersion)).filter(([, text]) => text !== ''), ...given];
    this.#patterns = new Map(all.map(([field, text]) => [field, compileAnchored(text)]));
    this.#labels = textOf(findNode(node, 'labelSelector')) || undefined;
    this.#annotations = textOf(findNode(node, 'annotationSelector')) || undefined;
  }

  /** Whether it has a regular expression or a selector that is not understood. */
  get isUnknown(): boolean {
    return (
      [...this.#patterns.values()].includes(undefined) ||
      [this.#labels, this.#annotations].some(text => text !== undefined && parseLabelSelector(text) === undefined)
    );
  }

  get namesNothing(): boolean {
    return this.#patterns.size === 0;
  }

  /** Whether it selects an object by what it is or was called, and by its labels and annotations. */
  selects(object: BuiltObject): boolean {
    const [id, original] = [object.id, object.originalId];
    const isInNamespace = [original, id].some(({ ...named }) => this.#fits('namespace', effectiveNamespace(named) ?? ''));
    const isNamed = this.#fits('name', original.name) || this.#fits('name', id.name);
    return isInNamespace && isNamed && this.#fitsKind(id) && this.hasLabels(object);
  }

  /** Whether one of the ids of an object fits. */
  selectsId(id: ResourceId): boolean {
    return this.#fitsKind(id) && this.#fits('name', id.name) && this.#fits('namespace', id.namespace);
  }

  hasLabels(object: BuiltObject): boolean {
    return fitsLabels(this.#labels, object.texts('labels')) && fitsLabels(this.#annotations, object.texts('annotations'));
  }

  get hasLabelSelector(): boolean {
    return this.#labels !== undefined || this.#annotations !== undefined;
  }

  #fitsKind({ group, version, kind }: ResourceId): boolean {
    return this.#fits('group', group) && this.#fits('version', version) && this.#fits('kind', kind);
  }

  #fits(field: string, text: string): boolean {
    return !this.#patterns.has(field) || this.#patterns.get(field)?.test(text) === true;
  }
}

const FIELDS = ['group', 'version', 'kind', 'name', 'namespace'];

interface Requirement {
  readonly key: string;
  readonly values: readonly string[] | undefined;
  readonly isNegated: boolean;
}

function fitsLabels(selector: string | undefined, labels: ReadonlyMap<string, string>): boolean {
  const requirements = selector === undefined ? [] : (parseLabelSelector(selector) ?? []);
  return requirements.every(({ key, values, isNegated }) => {
    const value = labels.get(key);
    const fits = value !== undefined && (values === undefined || values.includes(value));
    return fits !== isNegated;
  });
}

const REQUIREMENT = /^\s*(?:(!?)\s*([\w./-]+)|([\w./-]+)\s*(==?|!=)\s*([\w.-]*)|([\w./-]+)\s+(in|notin)\s*\(([^()]*)\))\s*$/;

/** The requirements of `app=web,tier in (a, b),!debug`; `undefined` for what is none. */
function parseLabelSelector(text: string): readonly Requirement[] | undefined {
  const requirements: Requirement[] = [];
  for (const part of text.split(/,(?![^(]*\))/)) {
    const match = REQUIREMENT.exec(part);
    if (match === null) return undefined;
    const [, not, exists, equal, operator, value = '', set, setOperator, members = ''] = match;
    if (exists !== undefined) requirements.push({ key: exists, values: undefined, isNegated: not === '!' });
    else if (equal !== undefined) requirements.push({ key: equal, values: [value], isNegated: operator === '!=' });
    else requirements.push({ key: set ?? '', values: members.split(',').map(member => member.trim()), isNegated: setOperator === 'notin' });
  }
  return requirements;
}
