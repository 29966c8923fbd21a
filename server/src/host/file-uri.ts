import { resolve } from 'node:path';

/**
 * The URI of a file in its one spelling: each segment of the path percent-encoded like `encodeURIComponent` does, drives in lower case
 * (`file:///c:/a%20b.yaml`), no slash at the end.
 *
 * @param path relative to the working directory, or absolute
 */
export function uriOfPath(path: string): string {
  const absolute = resolve(path);
  return uriOfAbsolutePath(process.platform === 'win32' ? absolute.replaceAll('\\', '/') : absolute);
}

/** The URI of what has this name in a folder. */
export function uriOfEntry(folderUri: string, name: string): string {
  return `${folderUri}/${encodeSegment(name)}`;
}

/** The URI of a path that is absolute and divided by slashes: `/a/b`, `C:/a/b`, `//server/share/a`. */
export function uriOfAbsolutePath(path: string): string {
  const [, server = '', rest = path] = /^\/\/([^/]+)(\/.*)$/.exec(path) ?? [];
  const segments = rest.split('/').filter((segment, index) => segment !== '' || index === 0);
  const first = segments[0] ?? '';
  const encoded = segments.map((segment, index) => (index === 0 && isDrive(first) ? first.toLowerCase() : encodeSegment(segment)));
  return `file://${server.toLowerCase()}${first === '' ? '' : '/'}${encoded.join('/')}`;
}

/** The path of a `file:` URI, however it is spelled; `undefined` for other schemes. */
export function pathOfUri(uri: string): string | undefined {
  const [, server, path] = /^file:\/\/([^/]*)(\/[^?#]*)?/i.exec(uri) ?? [];
  if (server === undefined) return undefined;
  const decoded = decode(path ?? '/');
  const isOnDrive = isDrive(decoded.split('/')[1] ?? '');
  const local = isOnDrive ? decoded.slice(1) : decoded;
  const full = server === '' || server === 'localhost' ? local : `//${server}${local}`;
  return process.platform === 'win32' ? full.replaceAll('/', '\\') : full;
}

/** The one spelling of a URI: two URIs of one document are equal texts. Of other schemes than `file:`, only the path is respelled. */
export function normaliseUri(uri: string): string {
  const file = /^file:\/\/([^/]*)(\/[^?#]*)?$/i.exec(uri);
  if (file !== null) {
    const path = decode(file[2] ?? '/');
    const server = file[1] === 'localhost' ? '' : (file[1] ?? '');
    return uriOfAbsolutePath(server !== '' ? `//${server}${path}` : isDrive(path.split('/')[1] ?? '') ? path.slice(1) : path);
  }
  const [, scheme = '', path = '', rest = ''] = /^([a-z][\w+.-]*:(?:\/\/[^/?#]*)?)([^?#]*)(.*)$/is.exec(uri) ?? [];
  const segments = path.split('/').map(segment => encodeSegment(decode(segment)));
  return scheme === '' ? uri : `${scheme}${segments.join('/')}${rest}`;
}

function isDrive(segment: string): boolean {
  return /^[a-z]:$/i.test(segment);
}

function encodeSegment(segment: string): string {
  if (/^[\w.-]*$/.test(segment)) return segment;
  const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  return encodeURIComponent(segment.replace(loneSurrogate, '\ufffd'));
}

/** Percent-decodes what can be decoded; a `%` that encodes nothing stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, escapes => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
