import type { Span } from '../text/span.js';

/** A reference to an image, read by Docker's rules for short names. Spans are offsets from the `start` that was given to the parser. */
export interface ImageReference {
  /** As written. */
  readonly text: string;
  /** `docker.io` where none is written. */
  readonly registry: string;
  /** With `library/` for Docker's own images: `library/golang`. */
  readonly repository: string;
  /** The shortest name that means the same, without tag and digest: `golang`, `gcr.io/distroless/static`. */
  readonly name: string;
  readonly tag: string | undefined;
  /** `sha256:…`. */
  readonly digest: string | undefined;
  readonly span: Span;
  /** Registry and repository as written. */
  readonly nameSpan: Span;
  /** Without the colon. */
  readonly tagSpan: Span | undefined;
  /** Without the at sign. */
  readonly digestSpan: Span | undefined;
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const REGISTRY =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** Reads `[registry/]repository[:tag][@digest]`; `undefined` for what Docker rejects, which includes text with variables in it. */
export function parseImageReference(text: string, start = 0): ImageReference | undefined {
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const rest = at === -1 ? text : text.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const hasTag = colon > rest.lastIndexOf('/');
  const tag = hasTag ? rest.slice(colon + 1) : undefined;
  const written = hasTag ? rest.slice(0, colon) : rest;
  if ((tag !== undefined && !TAG.test(tag)) || (digest !== undefined && !isDigest(digest))) return undefined;
  const name = splitName(written);
  if (name === undefined) return undefined;
  const nameEnd = start + written.length;
  return {
    text,
    ...name,
    tag,
    digest,
    span: { start, end: start + text.length },
    nameSpan: { start, end: nameEnd },
    tagSpan: tag === undefined ? undefined : { start: nameEnd + 1, end: nameEnd + 1 + tag.length },
    digestSpan: digest === undefined ? undefined : { start: start + at + 1, end: start + text.length },
  };
}

/** Whether an image pulled by this reference is `latest`: no other tag, and no digest. */
export function isLatest({ tag, digest }: Pick<ImageReference, 'tag' | 'digest'>): boolean {
  return digest === undefined && (tag === undefined || tag === 'latest');
}

/** The reference as written, without its digest: what people call the image. */
export function withoutDigest({ text, span, digest }: ImageReference): { readonly text: string; readonly span: Span } {
  const length = digest === undefined ? text.length : text.length - digest.length - 1;
  return { text: text.slice(0, length), span: { start: span.start, end: span.start + length } };
}

function isDigest(text: string): boolean {
  return DIGEST.test(text) && (!text.startsWith('sha256:') || text.length === 'sha256:'.length + 64);
}

function splitName(written: string): { registry: string; repository: string; name: string } | undefined {
  const slash = written.indexOf('/');
  const first = slash === -1 ? '' : written.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const registry = !hasRegistry || first === 'index.docker.io' ? 'docker.io' : first;
  const path = hasRegistry ? written.slice(slash + 1) : written;
  if (!REGISTRY.test(registry) || !path.split('/').every(component => PATH_COMPONENT.test(component))) return undefined;
  if (registry !== 'docker.io') return { registry, repository: path, name: written };
  const repository = path.includes('/') ? path : `library/${path}`;
  return { registry, repository, name: repository.replace(/^library\//, '') };
}
