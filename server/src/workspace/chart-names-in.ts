import type { TemplateFile } from '../gotemplate/template-tree.js';
import { type ChartFile, sourceOf } from '../helm/chart-file.js';
import { type ChartNames, chartNamesOf } from '../helm/chart-names.js';
import { chartSourcesOf } from '../helm/chart-sources.js';
import { chartTemplateNamed } from '../helm/chart-template.js';
import { HelmIgnore } from '../helm/helm-ignore.js';
import { valuesFileOf } from '../helm/values-file.js';
import type { SourceText } from '../text/source-text.js';
import type { ChartFileFact, Fact } from './facts.js';

/** The names of the chart whose files the facts tell; files that have not changed are not read again. @param last what was told before */
export function chartNamesIn(facts: readonly Fact[], last: ChartNames | undefined): ChartNames | undefined {
  const files = facts.filter(isChartFile);
  const folder = files[0]?.chart ?? '';
  const known = new Map(last?.templates.files.map(({ uri, file }) => [uri, file]));
  const sources = chartSourcesOf(
    folder,
    files.map(({ uri, source }) => ({ uri, path: uri.slice(folder.length + 1), text: source.text, source })),
    {
      readValues: file => sourceOf(file).derive(valuesFileOf),
      readIgnore: file => (file === undefined ? new HelmIgnore('') : sourceOf(file).derive(ignoreOf)),
      readTemplate: (name, file) => {
        const template = known.get(file.uri);
        return template !== undefined && isOf(template, name, file) ? template : chartTemplateNamed(name, sourceOf(file));
      },
    },
    files.find(({ setElsewhere }) => setElsewhere !== undefined && setElsewhere.size > 0)?.setElsewhere,
  );
  return sources && chartNamesOf(sources, last);
}

function ignoreOf({ text }: SourceText): HelmIgnore {
  return new HelmIgnore(text);
}

function isOf({ name, text }: TemplateFile, wanted: string, file: ChartFile): boolean {
  return name === wanted && text === file.text;
}

function isChartFile(fact: Fact): fact is ChartFileFact {
  return fact.type === 'chart-file';
}
