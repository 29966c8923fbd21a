/** The files that kustomizations are built from. */
export interface KustomizeFiles {
  /** The text of a file; `undefined` if there is none, or it cannot be read. */
  read(uri: string): string | undefined;
  /** Whether a file is there that nobody has read: it is too large, or holds no text. */
  isUnread?(uri: string): boolean;
  /** The file or folder that a path as written in a folder's file leads to; `undefined` for remote and absolute ones. */
  resolve(folder: string, path: string): string | undefined;
}

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The kustomization file of a folder. */
export function kustomizationIn(folder: string, files: KustomizeFiles): { readonly uri: string; readonly text: string } | undefined {
  for (const name of FILE_NAMES) {
    const text = files.read(`${folder}/${name}`);
    if (text !== undefined) return { uri: `${folder}/${name}`, text };
  }
  return undefined;
}

/** Whether a file has a name by which kustomize finds it. */
export function isKustomizationFile(uri: string): boolean {
  return FILE_NAMES.includes(uri.slice(uri.lastIndexOf('/') + 1));
}

/** Whether the text of a file of such a name is kustomize's own: Flux has objects of the same kind. */
export function isKustomizes(text: string): boolean {
  const [, apiVersion = ''] = /^apiVersion:[ \t]*["']?([^\s"'#]*)/m.exec(text) ?? [];
  return apiVersion === '' || apiVersion.startsWith('kustomize.config.k8s.io/');
}

/** The files that say whether a folder has a kustomization. */
export function kustomizationFilesOf(folder: string): readonly string[] {
  return FILE_NAMES.map(name => `${folder}/${name}`);
}

/** Whether a path that leads to nothing here may be the address of a repository or of a file elsewhere. */
export function looksRemote(path: string): boolean {
  return /:\/\/|^git@|^(?:www\.)?(?:github|gitlab|bitbucket)\.[a-z]+[/:]|\?ref=|\?version=|\/\/|\.git(?:\/|$)|^[\w.-]+@[\w.-]+:/.test(path);
}
