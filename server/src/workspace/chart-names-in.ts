import { parseTemplate } from '../gotemplate/parse-template.js';
import type { TemplateFile } from '../gotemplate/template-tree.js';
import type { ChartFile } from '../helm/chart-file.js';
import { type ChartNames, chartNamesOf } from '../helm/chart-names.js';
import { chartSourcesOf } from '../helm/chart-sources.js';
import { readValuesFile, type ValuesFile } from '../helm/values-file.js';
import type { ChartFileFact, Fact } from './facts.js';

/** What a file was read as, for as long as it says the same. */
const READ = new WeakMap<ChartFileFact, { values?: ValuesFile; readonly templates: Map<string, TemplateFile> }>();

/** The names of the chart whose files the facts tell; files that have not changed are not read again. @param last what was told before */
export function chartNamesIn(facts: readonly Fact[], last: ChartNames | undefined): ChartNames | undefined {
  const files = facts.filter(isChartFile);
  const folder = files[0]?.chart ?? '';
  const byUri = new Map(files.map(fact => [fact.uri, fact]));
  const readOf = ({ uri }: ChartFile) => {
    const fact = byUri.get(uri);
    const known = fact === undefined ? undefined : READ.get(fact);
    const read = known ?? { templates: new Map<string, TemplateFile>() };
    if (fact !== undefined) READ.set(fact, read);
    return read;
  };
  const sources = chartSourcesOf(
    folder,
    files.map(({ uri, text }) => ({ uri, path: uri.slice(folder.length + 1), text })),
    {
      readValues: file => {
        const read = readOf(file);
        read.values ??= readValuesFile(file.uri, file.text);
        return read.values;
      },
      readTemplate: (name, file) => {
        const { templates } = readOf(file);
        const tree = templates.get(name) ?? parseTemplate(name, file.text);
        templates.set(name, tree);
        return tree;
      },
    },
  );
  return sources && chartNamesOf(sources, last);
}

function isChartFile(fact: Fact): fact is ChartFileFact {
  return fact.type === 'chart-file';
}
