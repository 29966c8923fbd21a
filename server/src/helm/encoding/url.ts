/** The parts of an address as Go tells them apart. Path, user and fragment are decoded. */
export interface Url {
  readonly scheme: string;
  readonly opaque: string;
  /** Name and password as they are written in an address: `name:password`. */
  readonly userinfo: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** Reads an address; what is wrong with it, in Go's words, if it is none. */
export function parseUrl(text: string): Url | string {
  const [beforeFragment = '', ...fragments] = text.split(/#(.*)/s);
  const problem = (what: string, where = beforeFragment) => `parse ${JSON.stringify(where)}: ${what}`;
  if (/[^\x20-\uffff]|\x7f/.test(text)) return problem('net/url: invalid control character in URL');
  const fragment = unescapeUrl(fragments[0] ?? '');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(beforeFragment)?.[1];
  if (beforeFragment.startsWith(':')) return problem('missing protocol scheme');
  const afterScheme = scheme === undefined ? beforeFragment : beforeFragment.slice(scheme.length + 1);
  const [rest = '', ...queries] = afterScheme.split(/\?(.*)/s);
  const common = { scheme: (scheme ?? '').toLowerCase(), query: queries[0] ?? '' };
  if (fragment === undefined) return problem(invalidEscape(fragments[0] ?? ''), text);
  if (scheme !== undefined && !rest.startsWith('/') && rest !== '') {
    return { ...common, opaque: rest, userinfo: '', host: '', path: '', fragment };
  }
  if (scheme === undefined && /^[^/]*:/.test(rest)) return problem('first path segment in URL cannot contain colon');
  const authority = /^\/\/([^/]*)/.exec(rest)?.[1];
  const isAuthority = authority !== undefined && (scheme !== undefined || !rest.startsWith('///'));
  const place = isAuthority ? parseAuthority(authority) : { userinfo: '', host: '' };
  if (typeof place === 'string') return problem(place);
  const written = isAuthority ? rest.slice(authority.length + 2) : rest;
  const path = unescapeUrl(written);
  return path === undefined ? problem(invalidEscape(written)) : { ...common, opaque: '', ...place, path, fragment };
}

function parseAuthority(authority: string): { userinfo: string; host: string } | string {
  const at = authority.lastIndexOf('@');
  const userinfo = authority.slice(0, Math.max(0, at));
  const host = authority.slice(at + 1);
  if (/[^A-Za-z0-9\-._:~!$&'()*+,;=%@]/.test(userinfo)) return 'net/url: invalid userinfo';
  const port = host.startsWith('[') ? host.slice(host.lastIndexOf(']') + 1) : (/:[^:]*$/.exec(host)?.[0] ?? '');
  if (host.startsWith('[') && !host.includes(']')) return "missing ']' in host";
  if (!/^(?::[0-9]*)?$/.test(port)) return `invalid port ${JSON.stringify(port)} after host`;
  const wrong = /[ "<>\\^`{|}]/.exec(host)?.[0];
  if (wrong !== undefined) return `invalid character ${JSON.stringify(wrong)} in host name`;
  if (/%(?![0-9a-fA-F]{2})/.test(host)) return invalidEscape(host);
  return { userinfo, host };
}

function invalidEscape(text: string): string {
  const found = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(text)?.[0] ?? '';
  return `invalid URL escape ${JSON.stringify(found)}`;
}

/** Decodes `%41`; nothing if a percent sign is followed by something else. Bytes that are no text stay encoded. */
function unescapeUrl(text: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, encoded => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/** The address that has these parts. */
export function urlText({ scheme, opaque, userinfo, host, path, query, fragment }: Url): string {
  let text = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') text += opaque;
  else {
    if (scheme !== '' || host !== '' || userinfo !== '') {
      if (host !== '' || path !== '' || userinfo !== '') text += '//';
      if (userinfo !== '') text += `${userinfo}@`;
      text += host;
    }
    const written = escaped(path, /[^A-Za-z0-9\-_.~$&+,/:;=@!'()*]/gu);
    if (written !== '' && !written.startsWith('/') && host !== '') text += '/';
    if (text === '' && /^[^/]*:/.test(written)) text += './';
    text += written;
  }
  if (query !== '') text += `?${query}`;
  return fragment === '' ? text : `${text}#${escaped(fragment, /[^A-Za-z0-9\-_.~$&+,/:;=?@!'()*]/gu)}`;
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, character => encodeURIComponent(/^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character));
}
