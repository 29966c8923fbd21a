/**
 * `npm run bench [-- WORD…] [charts=DIR]`: measures what a person waits for, and the same with other servers beside it. A word narrows the
 * rows; `charts=DIR` adds one for each chart below a folder.
 * Medians, the slowest of twenty, and how much slower than at its quickest the machine was at that time.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHARTS, chartEdit, chartMemory, chartsBelow, generatedChartEdit } from './bench/chart-figures.js';
import { type Contender, otherServers } from './bench/contenders.js';
import { type Measurement, measure } from './bench/measuring.js';
import { burst, coldStart, crossFileEdit, DOCUMENTS, keystroke, memory, overlayEdit, writeWorkspace } from './bench/server-figures.js';
import { bundle } from './bundle.js';

const BUNDLES = join(import.meta.dirname, '../bundles');
const words = process.argv.slice(2).filter(word => !word.startsWith('charts='));
const chartFolders = process.argv.slice(2).flatMap(word => (word.startsWith('charts=') ? word.slice('charts='.length) : []));

interface Row {
  readonly what: string;
  readonly aim: string;
  readonly language?: 'yaml' | 'dockerfile';
  readonly run: (contender: Contender) => Promise<Measurement>;
  /** Whether the other servers can be measured too. */
  readonly isComparable: boolean;
}

const { small, large, dockerfile } = DOCUMENTS;
const ROWS: readonly Row[] = [
  {
    what: 'key, 1,000 lines of manifests',
    aim: '2 ms',
    language: 'yaml',
    run: on(small, (c, u, t) => keystroke(c, u, t, 100)),
    isComparable: true,
  },
  {
    what: 'key, 10,000 lines of manifests',
    aim: '3 ms',
    language: 'yaml',
    run: on(large, (c, u, t) => keystroke(c, u, t, 40)),
    isComparable: true,
  },
  {
    what: 'key, 500 lines of Dockerfile',
    aim: '1 ms',
    language: 'dockerfile',
    run: on(dockerfile, (c, u, t) => keystroke(c, u, t, 100)),
    isComparable: true,
  },
  { what: 'burst of 60 keys, 1,000 lines', aim: '', language: 'yaml', run: on(small, burst), isComparable: true },
  { what: 'cold start to diagnostics, 1,000 lines', aim: '120 ms', language: 'yaml', run: on(small, coldStart), isComparable: true },
  { what: 'cold start to diagnostics, Dockerfile', aim: '', language: 'dockerfile', run: on(dockerfile, coldStart), isComparable: true },
  { what: 'memory (MiB), 1,000 lines open', aim: '90 MiB', language: 'yaml', run: on(small, memory), isComparable: true },
  { what: 'memory (MiB), Dockerfile open', aim: '', language: 'dockerfile', run: on(dockerfile, memory), isComparable: true },
  {
    what: 'label edited, Service in another of 1,000 files',
    aim: '5 ms',
    run: contender => crossFileEdit(contender, 1000),
    isComparable: false,
  },
  {
    what: 'key in a base of 50 overlays',
    aim: '',
    run: contender => overlayEdit(contender, 50, 'base'),
    isComparable: false,
  },
  {
    what: 'key in the patch of one of 50 overlays',
    aim: '',
    run: contender => overlayEdit(contender, 50, 'patch'),
    isComparable: false,
  },
  {
    what: 'values edited, small chart, 2 value sets',
    aim: '5 ms',
    run: contender => generatedChartEdit(contender, CHARTS.small),
    isComparable: false,
  },
  {
    what: 'values edited, chart with 17 templates, 3 value sets',
    aim: '8 ms',
    run: contender => generatedChartEdit(contender, CHARTS.medium),
    isComparable: false,
  },
  {
    what: 'values edited, chart with a subchart, 120 templates, 4 value sets',
    aim: '30 ms',
    run: contender => generatedChartEdit(contender, CHARTS.large),
    isComparable: false,
  },
  { what: 'memory (MiB), ten charts open', aim: '150 MiB', run: contender => chartMemory(contender, 10), isComparable: false },
  ...chartFolders.flatMap(chartsBelow).map(({ name, folder }) => ({
    what: `values edited, ${name}`,
    aim: '',
    run: (contender: Contender) => chartEdit(contender, folder),
    isComparable: false,
  })),
  { what: 'command line, 1,000 files', aim: '350 ms', run: () => commandLine(1000, 7, 'text'), isComparable: false },
  { what: 'command line, 10,000 files', aim: '3,000 ms', run: () => commandLine(10_000, 3, 'text'), isComparable: false },
  { what: 'command line, 1,000 files, 250 fixes tried', aim: '', run: () => commandLine(1000, 1, 'json'), isComparable: false },
];

await bundle(['server.cjs', 'cli.cjs'], 'out/bundles', true);
const ours: Contender = {
  name: 'plimsoll',
  command: [join(BUNDLES, 'server.cjs'), '--stdio'],
  languages: ['yaml', 'dockerfile'],
  debounce: 0,
};
const others = otherServers(join(tmpdir(), 'plimsoll-bench-others'));

console.log('| what | server | median | 95 % | aim | noise |\n|---|---|--:|--:|--:|--:|');
for (const row of ROWS.filter(({ what }) => words.length === 0 || words.some(word => what.includes(word)))) {
  const comparable = row.isComparable
    ? others.filter(({ languages }) => row.language !== undefined && languages.includes(row.language))
    : [];
  for (const contender of [ours, ...comparable]) print(row, contender, await row.run(contender));
}

function on(
  { uri, text }: { readonly uri: string; readonly text: string },
  run: (contender: Contender, uri: string, text: string) => Promise<Measurement>,
): Row['run'] {
  return contender => run(contender, uri, text);
}

async function commandLine(count: number, times: number, format: 'text' | 'json'): Promise<Measurement> {
  const folder = writeWorkspace(count);
  const measured = await measure(times, async () => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, [join(BUNDLES, 'cli.cjs'), 'check', '--format', format, folder], { stdio: 'ignore' });
    if (status === null || status > 1) throw new Error(`The command line ended with ${status}.`);
    return performance.now() - start;
  });
  rmSync(folder, { recursive: true });
  return measured;
}

function print({ what, aim }: Row, { name }: Contender, { median, slow, noise }: Measurement): void {
  const figure = (number: number) => (number < 10 ? number.toFixed(2) : number.toFixed(0));
  console.log(
    `| ${what} | ${name} | ${figure(median)} | ${figure(slow)} | ${name === 'plimsoll' ? aim : ''} | ${(noise * 100).toFixed(0)} % |`,
  );
}
