import { REGISTRY, registryText } from './registry.js';

/** Every generated file that is committed: path from the root of the repository → text. */
export function generatedFiles(root: string): ReadonlyMap<string, string> {
  return new Map([[REGISTRY, registryText(root)]]);
}
