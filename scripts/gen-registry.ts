/** Writes the registry of the rules, before anything that imports it is compiled: `npm run gen` runs this first, in a bundle of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTRY, registryText } from './generate/registry.js';

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, REGISTRY), registryText(root));
