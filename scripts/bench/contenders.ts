import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A language server to measure. */
export interface Contender {
  readonly name: string;
  /** What Node is given. */
  readonly command: readonly string[];
  readonly languages: readonly ('yaml' | 'dockerfile')[];
  /** How long it waits on purpose after a key, in milliseconds; not counted. */
  readonly debounce: number;
}

const PACKAGES = ['yaml-language-server@1.25.0', 'dockerfile-language-server-nodejs@0.15.0'];

/** Servers that people use beside this one, installed into a folder of their own. None where they cannot be had. */
export function otherServers(folder: string): readonly Contender[] {
  const modules = join(folder, 'node_modules');
  if (!existsSync(join(modules, 'yaml-language-server'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const { status } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES], {
      cwd: folder,
      stdio: 'ignore',
    });
    if (status !== 0) return [];
  }
  return [
    {
      name: 'yaml-language-server',
      command: [join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
      languages: ['yaml'],
      debounce: 200,
    },
    {
      name: 'dockerfile-language-server',
      command: [join(modules, 'dockerfile-language-server-nodejs/bin/docker-langserver'), '--stdio'],
      languages: ['dockerfile'],
      debounce: 0,
    },
  ];
}
