import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the licences of the packages stand that are bundled with the extension and the command line. */
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** The packages that this one depends on, and those that they depend on, each with its licence. */
export function thirdPartyNotices(root: string): string {
  const packages = new Map<string, BundledPackage>();
  collect(root, root, packages);
  const byLicence = new Map<string, BundledPackage[]>();
  for (const bundled of [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    byLicence.set(bundled.text, [...(byLicence.get(bundled.text) ?? []), bundled]);
  }
  const sections = [...byLicence].map(([text, users]) => `${users.map(heading).join('\n')}\n\n${text}\n`);
  return [INTRODUCTION, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

const INTRODUCTION = `Plimsoll is bundled with the packages below. Each is used under the licence that follows its name.\n`;

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Adds all dependencies of the package in a folder. */
function collect(root: string, folder: string, packages: Map<string, BundledPackage>): void {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const nested = join(folder, 'node_modules', name);
    const found = existsSync(nested) ? nested : join(root, 'node_modules', name);
    const { version, license } = manifestOf(found);
    const key = `${name} ${version}`;
    if (packages.has(key)) continue;
    packages.set(key, { name, version, licence: license ?? '', text: licenceText(found) });
    collect(root, found, packages);
  }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find(name => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence`);
  return readFileSync(join(folder, file), 'utf8')
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

function heading({ name, version, licence }: BundledPackage): string {
  return `${name} ${version} (${licence})`;
}
