import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runProgram } from './host/compiled-program.js';

/** Written in by the build: the file beside this one that holds the program, what tells apart its versions, and flags of V8. */
declare const PROGRAM: { readonly file: string; readonly version: string; readonly flags: readonly string[] };

for (const flag of PROGRAM.flags) setFlagsFromString(flag);
runProgram({ path: join(import.meta.dirname, PROGRAM.file), version: PROGRAM.version });
