import { parseTemplate } from '../gotemplate/parse-template.js';
import type { TemplateFile } from '../gotemplate/template-tree.js';
import type { SourceText } from '../text/source-text.js';
import { CHART_FUNCTIONS } from './chart-functions.js';

/** A file of templates of a chart, under its URI. */
export function parseChartTemplate({ uri, text }: SourceText): TemplateFile {
  return parseTemplate(uri, text, { hasFunction });
}

/** The same under the name that it has in a chart; read again only where its name is part of what is wrong with it. */
export function chartTemplateNamed(name: string, source: SourceText): TemplateFile {
  const file = source.derive(parseChartTemplate);
  const isAlike = file.errors.length === 0 && file.definitions.every(definition => definition.name.value !== name);
  return isAlike ? { ...file, name } : parseTemplate(name, source.text, { hasFunction });
}

function hasFunction(name: string): boolean {
  return CHART_FUNCTIONS.has(name);
}
