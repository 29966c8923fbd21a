/** What go.mod says, as plain data. */
export interface GoModule {
  readonly path: string | undefined;
  /** The `go` line: `1.25` or `1.25.3`. */
  readonly goVersion: string | undefined;
  readonly toolchain: string | undefined;
  readonly requires: readonly { readonly path: string; readonly version: string; readonly indirect: boolean }[];
  /** Targets of `replace x => ./path` that are folders. */
  readonly localReplacements: readonly string[];
}
