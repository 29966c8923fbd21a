import { join } from 'node:path';
import { runProgram } from './host/compiled-program.js';

/** Written in by the build: the file beside this one that holds the program, and what tells apart its versions. */
declare const PROGRAM: { readonly file: string; readonly version: string };

runProgram({ path: join(import.meta.dirname, PROGRAM.file), version: PROGRAM.version });
