/** What a Dockerfile says about the image it builds, as plain data for rules of other documents. */
export interface BuiltImage {
  /** Names by which manifests may refer to it, without registry and tag: from the file's name and folder. */
  readonly names: readonly string[];
  /** Whether a Go stage builds what the final stage runs; `undefined` if that cannot be known. */
  readonly isGo: boolean | undefined;
  /** The effective user of the final stage as written, or of its base image; `undefined` if unknown. */
  readonly user: string | undefined;
  readonly hasShell: boolean | undefined;
  readonly exposedPorts: readonly { readonly number: number; readonly protocol: string }[];
  /** Literal `ENV` of the final stage. */
  readonly environment: Readonly<Record<string, string>>;
}
