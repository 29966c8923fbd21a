/** A piece of a layout of Go: an example of a part of a moment (`2006`, `Jan`, `-07:00`), or text that stands for itself. */
export interface LayoutPart {
  readonly text: string;
  readonly isField: boolean;
}

/** Cuts a layout into fields and text between them. */
export function parseLayout(layout: string): readonly LayoutPart[] {
  const parts: LayoutPart[] = [];
  let start = 0;
  for (const match of layout.matchAll(FIELD)) {
    const index = match.index;
    if (index > start) parts.push({ text: layout.slice(start, index), isField: false });
    parts.push({ text: match[0], isField: true });
    start = index + match[0].length;
  }
  if (start < layout.length) parts.push({ text: layout.slice(start), isField: false });
  return parts;
}

// A short name is none if it goes on in lower case. Fractions of a second must not be followed by a digit.
const FIELD = new RegExp(
  [
    'January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST',
    'Z07:00:00|Z070000|Z07:00|Z0700|Z07|-07:00:00|-070000|-07:00|-0700|-07',
    '_(?=2006)_?(?!.)|__2|_2(?!006)|2006|002|0[1-6]|15|[1-5]',
    'PM|pm|[.,]0+(?![0-9])|[.,]9+(?![0-9])',
  ].join('|'),
  'g',
);
