import type { YamlNode } from '../yaml/yaml-node.js';
import { mapsOf } from './container.js';

/** A map of a Helm values file that looks like (part of) a container: it has `resources` with requests or limits, an `image` map, or `env`. */
export interface ContainerShape {
  readonly node: YamlNode;
  readonly resources: YamlNode | undefined;
  readonly image: YamlNode | undefined;
  /** Variables of a list of `{name, value}` or of a map `NAME: value`, by name. */
  readonly env: ReadonlyMap<string, YamlNode>;
}

/** The container-shaped maps of a values file, outer ones first. A map reached through an alias is judged where it is written. */
export function containerShapesOf(root: YamlNode): ContainerShape[] {
  const shapes: ContainerShape[] = [];
  collect(root, shapes, 0);
  return shapes;
}

const DEPTH = 40;
const IMAGE_KEYS = ['repository', 'tag', 'digest', 'registry'];
const ENVIRONMENT_KEYS = ['env', 'extraEnv', 'extraEnvVars', 'environment'];

function collect(node: YamlNode, shapes: ContainerShape[], depth: number): void {
  if (node.isShared || depth > DEPTH) return;
  const shape = node.kind === 'map' ? shapeOf(node) : undefined;
  if (shape !== undefined) shapes.push(shape);
  const children = node.kind === 'map' ? node.entries().map(([, value]) => value) : node.items();
  for (const child of children) collect(child, shapes, depth + 1);
}

function shapeOf(node: YamlNode): ContainerShape | undefined {
  const resources = node.get('resources');
  const hasResources = resources?.get('limits')?.kind === 'map' || resources?.get('requests')?.kind === 'map';
  const image = node.get('image');
  const hasImage = image?.kind === 'map' ? IMAGE_KEYS.some(key => image.get(key) !== undefined) : typeof image?.value === 'string';
  const env = environmentOf(node);
  if (!hasResources && !hasImage && env.size === 0) return undefined;
  return { node, resources: hasResources ? resources : undefined, image: hasImage ? image : undefined, env };
}

function environmentOf(node: YamlNode): ReadonlyMap<string, YamlNode> {
  return new Map(ENVIRONMENT_KEYS.flatMap(key => variablesIn(node.get(key))));
}

function variablesIn(env: YamlNode | undefined): (readonly [string, YamlNode])[] {
  if (env?.kind === 'map') return env.entries().filter(([name, value]) => isVariableName(name) && value.kind === 'scalar');
  return mapsOf(env).flatMap(item => {
    const name = item.get('name')?.text;
    const value = item.get('value');
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}

function isVariableName(text: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(text);
}
