import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** A program in one file of CommonJS. */
export interface Program {
  readonly path: string;
  /** Tells apart its versions. */
  readonly version: string;
}

/** How long a program runs before what it has called by then is kept: most of what a start needs. */
const SETTLED_AFTER = 5000;

/** Of a checksum. V8 reads code where it stands if that is at a multiple of eight bytes. */
const LENGTH = 32;

/**
 * Runs a program, which starts in two thirds of the time if its code need not be compiled: what V8 has compiled is kept on the disk, for this
 * person and this version of V8. Where that cannot be read, is not whole or not of this program, or cannot be written, the program runs all
 * the same.
 */
export function runProgram(program: Program): void {
  const { path } = program;
  const text = readFileSync(path, 'utf8');
  const kept = keptPath(program);
  const cachedData = kept === undefined ? undefined : readKept(kept, program);
  const source = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  const script = new Script(source, { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
  if (kept !== undefined && script.cachedDataRejected !== false) keepOnce(kept, program, script);
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
}

/** Where compiled code is kept; `undefined` if nobody wants that, or if there is no place for it. */
function keptPath({ path }: Program): string | undefined {
  const { env, arch, versions } = process;
  if (env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return undefined;
  try {
    return join(env['NODE_COMPILE_CACHE'] || join(cacheFolder(), 'plimsoll'), `${basename(path, '.cjs')}-${versions.v8}-${arch}`);
  } catch {
    // This person has no home.
    return undefined;
  }
}

function cacheFolder(): string {
  const { env, platform } = process;
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
}

/** What was kept, if it is whole and of this program: V8 asks for neither. */
function readKept(path: string, program: Program): Buffer | undefined {
  try {
    const content = readFileSync(path);
    const data = content.subarray(LENGTH);
    return content.subarray(0, LENGTH).equals(checksumOf(program, data)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function keepOnce(path: string, program: Program, script: Script): void {
  let isKept = false;
  const keep = () => {
    if (isKept) return;
    isKept = true;
    writeKept(path, program, script.createCachedData());
  };
  setTimeout(keep, SETTLED_AFTER).unref();
  process.once('exit', keep);
}

function writeKept(path: string, program: Program, data: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(unfinished, Buffer.concat([checksumOf(program, data), data]), { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    // Nothing is lost but time at the next start.
  }
}

function checksumOf({ version }: Program, data: Buffer): Buffer {
  return createHash('sha256').update(version).update(data).digest();
}
