import { existsSync } from 'node:fs';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../../test/oracle/bin');

/** The real program that a test compares us with: the one that `HELM` or `KUBECTL` names, else the one that test/oracle has unpacked. */
export function realTool(name: 'helm' | 'kubectl'): string | undefined {
  const named = process.env[name.toUpperCase()];
  if (named !== undefined) return named;
  const unpacked = join(BIN, name);
  return existsSync(unpacked) ? unpacked : undefined;
}
