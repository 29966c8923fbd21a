import type { Rule } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import type { Span } from '../text/span.js';
import { type Config, DEFAULT_CONFIG } from './config.js';

/** The configuration files of the workspace, found upwards from each document. */
export class ConfigTree {
  readonly rules: readonly Rule[];
  readonly #sources = new Map<string, SourceText>();

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
  }

  set(uri: string, source: SourceText): void {
    this.#sources.set(uri, source);
  }

  remove(uri: string): void {
    this.#sources.delete(uri);
  }

  configFor(_uri: string): Config {
    return DEFAULT_CONFIG;
  }

  /** What is wrong in a configuration file. */
  problemsOf(_uri: string): readonly { readonly message: string; readonly span: Span }[] {
    return [];
  }
}
