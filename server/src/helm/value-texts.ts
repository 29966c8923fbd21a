import { parseTemplate } from '../gotemplate/parse-template.js';
import { TracedText } from '../gotemplate/traced-text.js';
import { type Data, GoList, GoMap } from '../gotemplate/value.js';
import type { Span } from '../text/span.js';
import type { PlacedValues } from './chart-sources.js';
import { type TemplateNames, templateNamesOf } from './template-names.js';

/**
 * What is named in those texts of a file of values that are templates themselves, for `tpl`: each at its place in the file. Where a text is
 * written with escapes or folded, a name in it has no place of its own, and that of the whole text stands for it.
 */
export function namesInTexts({ file, places }: PlacedValues): TemplateNames['occurrences'] {
  const roots = places.map(place => ({ kind: 'root', chart: place }) as const);
  return [...textsIn(file.root)].flatMap(text => {
    const template = { uri: file.uri, file: parseTemplate(file.uri, text.text), roots };
    return templateNamesOf([template], undefined).occurrences.flatMap(occurrence => {
      const span = placeIn(text, occurrence.span) ?? text.origin?.span;
      return span === undefined ? [] : [{ ...occurrence, span }];
    });
  });
}

function* textsIn(data: Data): Iterable<TracedText> {
  if (data instanceof TracedText && data.text.includes('{{')) yield data;
  if (data instanceof GoList) for (const item of data.items) yield* textsIn(item.data);
  if (data instanceof GoMap) for (const { data: entry } of data.entries.values()) yield* textsIn(entry);
}

/** Where a part of a text stands in its file, character for character. */
function placeIn(text: TracedText, { start, end }: Span): Span | undefined {
  let from = 0;
  for (const span of text.spans) {
    if (from <= start && end <= span.end)
      return span.sourceOffset < 0 ? undefined : { start: span.sourceOffset + start - from, end: span.sourceOffset + end - from };
    from = span.end;
  }
  return undefined;
}
