import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CaseBlock } from './suite.js';

const UPDATE = process.env['UPDATE_FIXTURES'] === '1';

/** The expectations of one suite's file; with `UPDATE_FIXTURES=1` they are rewritten instead of checked. */
export class Expectations {
  readonly #path: string;
  /** What was rewritten, at its offset in the file as it was. */
  readonly #rewrites: { readonly start: number; readonly growth: number }[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  check(block: CaseBlock, actual: string, normalised: (content: string) => string = content => content): void {
    if (!UPDATE) assert.equal(actual, normalised(block.content));
    else if (actual !== normalised(block.content)) this.#rewrite(block, actual);
  }

  #rewrite({ content, start }: CaseBlock, actual: string): void {
    const markdown = readFileSync(this.#path, 'utf8');
    const moved = this.#rewrites.filter(rewrite => rewrite.start < start).reduce((sum, { growth }) => sum + growth, start);
    writeFileSync(this.#path, markdown.slice(0, moved) + actual + markdown.slice(moved + content.length));
    this.#rewrites.push({ start, growth: actual.length - content.length });
  }
}
