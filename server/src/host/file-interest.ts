/** Folders that hold no text of the project itself, and `testdata`: the Go tools leave it out too, and what is in it is often wrong on purpose. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules', 'vendor', 'testdata']);

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i;
const YAML = /\.ya?ml$/i;
/** Files that matter to the judgement of others. */
const EVIDENCE = /^(?:go\.mod|go\.sum|go\.work|Kustomization)$|\.(?:go|dockerignore)$/;

/** Whether what stands in a folder of this name is someone else's, made by a tool, or there to be tested with. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

/** Whether a file may have findings: a Dockerfile, YAML. Asks for the name only; what a file really is, the workspace says. */
export function isJudged(name: string): boolean {
  return YAML.test(name) || (DOCKERFILE.test(name) && !/\.(?:dockerignore|go|md)$/.test(name));
}

/** Whether a file matters at all: it is judged, or others are judged by it. */
export function isOfInterest(name: string): boolean {
  return isJudged(name) || EVIDENCE.test(name);
}
