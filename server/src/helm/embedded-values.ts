import type { Span } from '../text/span.js';

/**
 * The URI under which values are known that stand in a file of something else, in an Application of Argo CD: `app.yaml#shop/values-0`. What
 * is behind the `#` tells them from others in the file.
 */
export function embeddedUri(holder: string, name: string): string {
  return `${holder}#${name}`;
}

/** The file that values stand in: of embedded ones the one around them. */
export function holderOf(uri: string): string {
  return uri.split('#', 1)[0] ?? uri;
}

/** Whether values stand in a file of something else. */
export function isEmbedded(uri: string): boolean {
  return uri.includes('#');
}

/**
 * The text of a file with blanks in place of everything but a span: a file of values in which all places are those of the whole.
 * `{{name}}`, for which something else is filled in before it is used, is a text: `<<name>>`.
 */
export function embeddedValues(text: string, { start, end }: Span): string {
  const own = text.slice(start, end);
  const readable = own.includes('{{') ? own.replace(/\{\{([^{}\r\n]*)\}\}/g, '<<$1>>') : own;
  return text.slice(0, start).replace(/[^\r\n]/g, ' ') + readable;
}
