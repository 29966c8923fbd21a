import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What kubectl makes of a file: its objects in the order of the file, and whether it read all of them. */
export interface KubectlReading {
  readonly objects: readonly unknown[];
  readonly isWhole: boolean;
}

const MARKER = 'EndOfFile';

/** Reads many files in one go, as `kubectl patch --local` with an empty patch does: what follows in the output is what a cluster would get. */
export function readByKubectl(kubectl: string, texts: readonly string[]): readonly KubectlReading[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-kubectl-'));
  try {
    for (const [index, text] of texts.entries()) {
      writeFileSync(join(folder, `${fileNumber(index)}-a.yaml`), text);
      // Nothing in the output says which file an object is from: an object of our own stands behind each file's.
      writeFileSync(join(folder, `${fileNumber(index)}-b.json`), JSON.stringify(marker(index)));
    }
    const args = ['patch', '--local', '-f', folder, '--type', 'merge', '-p', '{}', '-o', 'json'];
    const { stdout, stderr } = spawnSync(kubectl, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const read = objectsByFile(stdout);
    return texts.map((_, index) => ({ objects: read.get(index) ?? [], isWhole: !stderr.includes(`${fileNumber(index)}-a.yaml`) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fileNumber(index: number): string {
  return String(index).padStart(6, '0');
}

function marker(index: number): unknown {
  return { apiVersion: 'v1', kind: MARKER, metadata: { name: `file-${index}` } };
}

/** The output is one JSON object after the other, each ending with a brace at the start of a line. */
function objectsByFile(output: string): ReadonlyMap<number, readonly unknown[]> {
  const files = new Map<number, readonly unknown[]>();
  let objects: unknown[] = [];
  for (const text of output.split(/^(?<=\n\}\n)/m)) {
    if (text.trim() === '') continue;
    const object: { readonly kind?: unknown; readonly metadata?: { readonly name?: string } } = JSON.parse(text);
    if (object.kind !== MARKER) objects.push(object);
    else {
      files.set(Number(object.metadata?.name?.slice('file-'.length)), objects);
      objects = [];
    }
  }
  return files;
}
