/** URIs are compared and cut as text: `/` separates, the host has normalised them. Folders end without a slash. */
export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(uri.lastIndexOf('/'), 0));
}

/** The last segment, decoded. */
export function fileNameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf('/') + 1));
}

/** A folder and the folders above it, nearest first, down to the first path segment. */
export function ancestorsOf(folder: string): string[] {
  const folders: string[] = [];
  for (let current = folder; current.length > 0 && !current.endsWith(':/'); current = folderOf(current)) folders.push(current);
  return folders;
}

export function isInside(uri: string, folder: string): boolean {
  return uri.startsWith(folder) && uri[folder.length] === '/';
}

/** Resolves a relative path as written in a file (`../base`, `./x.yaml`) against a folder. `undefined` for remote or absolute ones. */
export function resolvePath(folder: string, path: string): string | undefined {
  if (/^[a-z][\w+.-]*:|^\/|^[\w.-]+@|\?/i.test(path)) return undefined;
  let current = folder;
  for (const segment of path.split('/')) {
    if (segment === '..') current = folderOf(current);
    else if (segment !== '.' && segment !== '') current += `/${encodeSegment(segment)}`;
  }
  return current;
}

/** A text as a part of a URI, whatever is in it: half a character cannot stand there, and becomes the sign for what cannot be shown. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** The path from `folder` to `uri`, decoded: `deploy/app.yaml`, `../Dockerfile`; the whole URI if they have no folder in common. */
export function relativePath(uri: string, folder: string): string {
  let shared = folder;
  let up = '';
  for (; shared !== '' && !isInside(uri, shared); shared = folderOf(shared)) up += '../';
  return shared === '' ? decoded(uri) : up + decoded(uri.slice(shared.length + 1));
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, escapes => {
    const bytes = Uint8Array.from(escapes.slice(1).split('%'), hex => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}
