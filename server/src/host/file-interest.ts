/** Folders that hold no text of the project itself, and `testdata`: the Go tools leave it out too, and what is in it is often wrong on purpose. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules', 'vendor', 'testdata']);

/** Tests of policies hold objects that are wrong on purpose, and parts of objects to compare with. */
const POLICY_TESTS = /^\.(?:chainsaw|kyverno|kuttl)-test$/;

/** Cases for Chainsaw and KUTTL: steps whose objects are there to be tested with, and parts of objects that are expected. */
const TEST_CASE = /^(?:chainsaw-test|\d+-assert)\.ya?ml$/;

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i;
const YAML = /\.ya?ml$/i;
/** Files that matter to the judgement of others. */
const EVIDENCE = /^(?:go\.mod|go\.sum|go\.work|Kustomization)$|\.(?:go|dockerignore|ya?ml\.gotmpl)$/;

/** Whether what stands in a folder of this name is someone else's, made by a tool, or there to be tested with. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name) || POLICY_TESTS.test(name);
}

/** Whether a folder with these entries is a case of a test of a controller. */
export function holdsTestCase(entries: readonly string[]): boolean {
  return entries.some(name => TEST_CASE.test(name));
}

/** Whether a file may have findings: a Dockerfile, YAML. Asks for the name only; what a file really is, the workspace says. */
export function isJudged(name: string): boolean {
  return YAML.test(name) || (DOCKERFILE.test(name) && !/\.(?:dockerignore|go|md)$/.test(name));
}

/** Files at the root of a folder whose other files may all be parts of what is made from it: a chart, a kustomization. */
const ROOTS = ['Chart.yaml', 'kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The folders of a chart that may hold nothing but parts of it, also where the chart stands at the root of a repository. */
const PARTS = ['templates', 'charts', 'crds'];

/** Whether a folder with these entries is a chart or a kustomization, whose other files are read whatever their names. */
export function holdsMaterial(entries: readonly string[]): boolean {
  return ROOTS.some(name => entries.includes(name));
}

/** Whether a folder in one that holds material holds material, too. At the root of a repository, other folders hold the program. */
export function isMaterial(folder: string, siblings: readonly string[]): boolean {
  return !siblings.includes('.git') || PARTS.includes(folder);
}

/** Whether a file is a chart that is packed. */
export function isArchive(name: string): boolean {
  return name.endsWith('.tgz');
}

/** Whether a file matters at all: it is judged, or others are judged by it. */
export function isOfInterest(name: string): boolean {
  return isJudged(name) || EVIDENCE.test(name);
}
