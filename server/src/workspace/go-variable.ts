import type { Container } from '../kubernetes/container.js';
import { variableText } from '../kubernetes/environment.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { ConfigFact, Place } from './facts.js';
import type { WorkspaceView } from './workspace-view.js';

export type GoVariableName = 'GOMEMLIMIT' | 'GOMAXPROCS' | 'GOGC' | 'GODEBUG';

/** Where a container's GOMEMLIMIT, GOMAXPROCS or another variable of the Go runtime comes from. */
export type GoVariable =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** The value in this document; `undefined` if it stands elsewhere. */
      readonly node: YamlNode | undefined;
      /** Where it stands if not here. */
      readonly elsewhere: Place | undefined;
    }
  /** `resourceFieldRef`: the divisor is as written, `1` unless written. */
  | { readonly kind: 'field'; readonly resource: string; readonly divisor: string; readonly container: string; readonly node: YamlNode }
  | { readonly kind: 'unset' }
  /** It may be set by a source that the workspace does not hold. */
  | { readonly kind: 'open'; readonly because: string };

/** The variable that a container starts with: from its `env`, else its `envFrom`, else the `ENV` of its image. */
export function goVariableOf(container: Container, name: GoVariableName, workspace: WorkspaceView): GoVariable {
  const variable = container.env.get(name);
  if (variable?.valueFrom !== undefined) return fromReference(container, name, variable.valueFrom, workspace);
  if (variable !== undefined) {
    const text = variableText(container, name);
    if (text === undefined) return { kind: 'open', because: `${name} is made of variables whose values are not in the file.` };
    return { kind: 'text', text, node: variable.value, elsewhere: undefined };
  }
  return fromSources(container, name, workspace) ?? fromImage(container, name, workspace);
}

function fromReference(container: Container, name: GoVariableName, valueFrom: YamlNode, workspace: WorkspaceView): GoVariable {
  const field = valueFrom.get('resourceFieldRef');
  if (field !== undefined) {
    return {
      kind: 'field',
      resource: field.get('resource')?.text ?? '',
      divisor: field.get('divisor')?.text ?? '1',
      container: field.get('containerName')?.text ?? container.name,
      node: field.get('resource') ?? field,
    };
  }
  const reference = valueFrom.get('configMapKeyRef');
  const key = literalText(reference?.get('key'));
  const found = key === undefined ? undefined : textIn(configMap(container, reference, workspace), key);
  return found ?? { kind: 'open', because: `${name} comes from a source that the workspace does not hold.` };
}

/** From the last source of `envFrom` that has it, as the kubelet does; `undefined` if none can have it. */
function fromSources(container: Container, variable: GoVariableName, workspace: WorkspaceView): GoVariable | undefined {
  for (const source of [...container.envFrom].reverse()) {
    const prefix = source.get('prefix')?.text ?? '';
    if (!variable.startsWith(prefix)) continue;
    const key = variable.slice(prefix.length);
    const reference = source.get('configMapRef');
    const kind = reference === undefined ? 'Secret' : 'ConfigMap';
    const name = (reference ?? source.get('secretRef'))?.get('name')?.text ?? '';
    const configs = workspace.configs(kind, name, container.workload.resource.namespace);
    if (configs.length === 0 || configs.some(({ keys }) => keys === undefined)) {
      return { kind: 'open', because: `The ${kind} "${name}" may set ${variable}, and its keys are not known.` };
    }
    if (!configs.some(({ keys }) => keys?.includes(key))) continue;
    return textIn(configs, key) ?? { kind: 'open', because: `The ${kind} "${name}" sets ${variable} to a value that is not known.` };
  }
  return undefined;
}

function fromImage(container: Container, name: GoVariableName, workspace: WorkspaceView): GoVariable {
  const reference = literalText(container.image);
  const built = reference === undefined ? undefined : workspace.imageBuiltAs(reference);
  const text = built?.image.environment[name];
  if (built === undefined || text === undefined) return { kind: 'unset' };
  return { kind: 'text', text, node: undefined, elsewhere: { uri: built.uri, object: undefined, path: [] } };
}

function configMap(container: Container, reference: YamlNode | undefined, workspace: WorkspaceView): readonly ConfigFact[] {
  const name = literalText(reference?.get('name'));
  return name === undefined ? [] : workspace.configs('ConfigMap', name, container.workload.resource.namespace);
}

/** The value that all ConfigMaps of that name agree on. */
function textIn(configs: readonly ConfigFact[], key: string): GoVariable | undefined {
  const [first] = configs;
  const text = first?.values[key];
  if (first === undefined || text === undefined || configs.some(({ values }) => values[key] !== text)) return undefined;
  return { kind: 'text', text, node: undefined, elsewhere: { uri: first.uri, object: first.object, path: ['data', key] } };
}
