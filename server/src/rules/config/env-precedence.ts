import { type EnvironmentSource, environmentSourcesOf } from '../../kubernetes/config-reference.js';
import type { Container, EnvironmentVariable } from '../../kubernetes/container.js';
import { isUnresolved, literalText } from '../../kubernetes/unresolved-text.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { namespaceIn } from '../../workspace/selected-workloads.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { removeEntry } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const envPrecedence = defineRule({
  id: 'config/env-precedence',
  title: 'Variable that is set in two places',
  severity: 'information',
  release: 3,
  sop: ['S4.0/2'],
  why: `\`env\` wins over \`envFrom\`, and of two sources of \`envFrom\` the later one. Whoever changes the value in the other place sees no effect, and
looks for the reason in the program.`,
  remedy: `Set each variable in one place. If one is meant to override the other, say so in a comment beside it.`,
  fixSafety: `The value of the other place counts from then on.`,
  on: 'container',

  *check(container, { workspace }) {
    const sources = environmentSourcesOf(container);
    if (sources.length === 0 || sources.length + container.env.size < 2) yield notApplicable('Its variables come from one place.');
    else {
      const known = sources.map(source => variablesOf(source, container, workspace));
      const outcomes = [...overridden(container, known, workspace), ...shadowed(container, known, workspace)];
      const hidden = sources.find((_, index) => known[index] === undefined);
      if (outcomes.length > 0) yield* outcomes;
      else yield hidden === undefined ? satisfied() : unknown(hiddenBecause(hidden));
    }
  },
});

function hiddenBecause({ kind, name }: EnvironmentSource): string {
  return name === undefined ? `The name of a ${kind} is filled in later.` : `Which variables ${kind} "${name}" sets is not in the files.`;
}

/** What a source sets: names of variables, with their values where these are known. */
interface SourceVariables {
  readonly source: EnvironmentSource;
  readonly values: ReadonlyMap<string, string | undefined>;
}

function variablesOf(source: EnvironmentSource, container: Container, workspace: WorkspaceView): SourceVariables | undefined {
  const { kind, name, prefix } = source;
  if (name === undefined || isUnresolved(prefix)) return undefined;
  const all = workspace.configs(kind, name, namespaceIn(workspace, container.workload.resource));
  const own = all.filter(({ unit }) => unit === workspace.unit);
  const [config, ...others] = own.length > 0 ? own : all;
  // Of several versions of an object nobody knows which it is.
  if (config?.keys === undefined || others.length > 0) return undefined;
  return {
    source,
    values: new Map(config.keys.map(key => [prefix + key, Object.hasOwn(config.values, key) ? config.values[key] : undefined])),
  };
}

/** Variables of `env` that a source sets, too. */
function* overridden(container: Container, known: readonly (SourceVariables | undefined)[], workspace: WorkspaceView): Iterable<Outcome> {
  for (const variable of container.env.values()) {
    const other = known.findLast(each => each?.values.has(variable.name));
    if (other === undefined) continue;
    const { kind, name } = other.source;
    if (isSame(other.values.get(variable.name), literalText(variable.value)))
      yield satisfied(`${kind} "${name}" sets variable "${variable.name}" to the same value.`);
    else if (isExplained(variable.node, container)) yield notApplicable(`A comment explains variable "${variable.name}".`);
    else yield overriding(variable, other, workspace);
  }
}

function overriding({ name, node }: EnvironmentVariable, { source }: SourceVariables, workspace: WorkspaceView): Outcome {
  const later = laterAdditions(workspace);
  if (later !== undefined) return unknown(later);
  return violated({
    span: pointAt(node.get('name') ?? node),
    // It was set twice before the name of the object was right.
    comesToLight: true,
    message: `Variable "${name}" is set here and by ${source.kind} "${source.name}": the value here counts, whatever the ${source.kind} says.`,
    related: [{ span: pointAt(source.nameNode), message: `${source.kind} "${source.name}" is read here` }],
    fixes: [fix(`Remove variable "${name}" here`, 'unsafe', removeEntry(node))],
  });
}

/** Variables that two sources set to different values: one finding for two sources. */
function* shadowed(container: Container, known: readonly (SourceVariables | undefined)[], workspace: WorkspaceView): Iterable<Outcome> {
  const later = laterAdditions(workspace);
  for (const [index, first] of known.entries())
    for (const second of known.slice(index + 1)) {
      if (first === undefined || second === undefined) continue;
      const names = [...first.values.keys()].filter(
        name => second.values.has(name) && !container.env.has(name) && !isSame(first.values.get(name), second.values.get(name)),
      );
      if (names.length === 0) continue;
      if (isExplained(second.source.nameNode, container))
        yield notApplicable(`A comment explains ${second.source.kind} "${second.source.name}".`);
      else yield later === undefined ? shadowing(names, first.source, second.source) : unknown(later);
    }
}

function shadowing(names: readonly string[], first: EnvironmentSource, second: EnvironmentSource): Outcome {
  const [shown, others] = [names.slice(0, 3).map(name => `"${name}"`), names.length - 3];
  const list = others > 0 ? [...shown, `${others} more`].join(', ') : shown.join(', ');
  return violated({
    span: pointAt(first.nameNode),
    comesToLight: true,
    message: `${first.kind} "${first.name}" and ${second.kind} "${second.name}" both set ${list}: what "${second.name}" says counts, since it comes later.`,
    related: [{ span: pointAt(second.nameNode), message: `${second.kind} "${second.name}" is read here` }],
  });
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}

/** Whether a comment stands on one of the lines of an item, or right above it. */
function isExplained(node: YamlNode, { workload }: Container): boolean {
  const { text } = node.source;
  const lineStart = text.lastIndexOf('\n', node.entrySpan.start) + 1;
  const from = text.lastIndexOf('\n', Math.max(lineStart - 2, 0)) + 1;
  const end = text.indexOf('\n', node.span.end);
  const to = end === -1 ? text.length : end;
  return workload.resource.document.comments.some(
    comment =>
      !comment.text.includes('plimsoll-ignore') &&
      from <= comment.span.start &&
      comment.span.start <= to &&
      (comment.ownLine || comment.span.start >= lineStart),
  );
}
