import { type Dirent, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { uriOfPath } from '../../server/src/host/file-uri.js';
import type { LanguageClient } from '../../test/support/language-client.js';
import type { Contender } from './contenders.js';
import { type ChartSize, chartFiles } from './generated-charts.js';
import { type Measurement, measure, timed } from './measuring.js';
import { start, writeFiles } from './server-figures.js';

export const CHARTS = {
  small: { components: 2, environments: 1, extraValues: 20, hasSubchart: false },
  medium: { components: 4, environments: 3, extraValues: 100, hasSubchart: false },
  large: { components: 15, environments: 4, extraValues: 1000, hasSubchart: true },
} as const satisfies Record<string, ChartSize>;

/** From another number in `values.yaml` to the findings there, in a generated chart. */
export async function generatedChartEdit(contender: Contender, size: ChartSize): Promise<Measurement> {
  const folder = writeFiles(chartFiles('shop', size));
  const measured = await chartEdit(contender, join(folder, 'shop'));
  rmSync(folder, { recursive: true });
  return measured;
}

/** The same in a chart on the disk. Nothing is written there. */
export async function chartEdit(contender: Contender, folder: string): Promise<Measurement> {
  const client = await start(contender, [uriOfPath(folder)]);
  await client.quiescent();
  const type = typist(client, folder);
  await client.quiescent();
  for (let index = 0; index < 20; index++) await type();
  const measured = await measure(60, () => timed(type));
  await client.kill();
  return measured;
}

/** What the process holds in memory with the values of ten charts open and edited, in MiB. */
export async function chartMemory(contender: Contender, count: number): Promise<Measurement> {
  const names = Array.from({ length: count }, (_, index) => `chart${index}`);
  const folder = writeFiles(names.flatMap(name => chartFiles(name, CHARTS.medium)));
  const measured = await measure(3, async () => {
    const client = await start(contender, [uriOfPath(folder)]);
    await client.quiescent();
    for (const name of names) {
      const type = typist(client, join(folder, name));
      await client.quiescent();
      await type();
    }
    const status = readFileSync(`/proc/${client.process.pid}/status`, 'utf8');
    await client.kill();
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024;
  });
  rmSync(folder, { recursive: true });
  return measured;
}

/** The folders of charts below a folder, but for those in the `charts/` of others, with names that tell them apart. */
export function chartsBelow(folder: string): { readonly name: string; readonly folder: string }[] {
  const entries: Dirent[] = readdirSync(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name === 'Chart.yaml')) {
    const hasValues = entries.some(({ name }) => name === 'values.yaml');
    return hasValues ? [{ name: `${basename(dirname(folder))}/${basename(folder)}`, folder }] : [];
  }
  return entries.flatMap(entry =>
    entry.isDirectory() && !/^(?:\.|node_modules$)/.test(entry.name) ? chartsBelow(join(folder, entry.name)) : [],
  );
}

/** Opens the values of a chart, and types another number there each time. */
function typist(client: LanguageClient, folder: string): () => Promise<unknown> {
  const path = join(folder, 'values.yaml');
  const text = readFileSync(path, 'utf8');
  const uri = uriOfPath(path);
  client.open(uri, text);
  let count = 2;
  const other = () =>
    A_NUMBER.test(text) ? text.replace(A_NUMBER, entry => `${entry.replace(/\d+$/, '')}${count++}`) : `${text}\n# ${count++}\n`;
  return () => client.published(uri, () => client.change(uri, other()));
}

/** A number of replicas, else a comment that is typed. */
const A_NUMBER = /^[ \t]*\w*[rR]eplica\w*: \d+$/m;
