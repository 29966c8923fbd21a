import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { uriOfPath } from '../../server/src/host/file-uri.js';
import { LanguageClient } from '../../test/support/language-client.js';
import type { Contender } from './contenders.js';
import { dockerfile, manifestStream, workspaceFiles } from './generated-files.js';
import { type Measurement, measure, timed } from './measuring.js';

const SETTINGS = { yaml: { validate: true, schemaStore: { enable: false } } };

/** From a key to the diagnostics of that version, in an open document. */
export async function keystroke(contender: Contender, uri: string, text: string, keys: number): Promise<Measurement> {
  const client = await start(contender);
  await opened(client, uri, text);
  const type = typist(client, uri, text);
  for (let index = 0; index < 20; index++) await client.published(uri, () => type());
  const measured = await measure(keys, () => timed(() => client.published(uri, () => type())));
  await client.kill();
  return without(contender.debounce, measured);
}

/** From the first of sixty keys that come at once to the diagnostics of the last. */
export async function burst(contender: Contender, uri: string, text: string): Promise<Measurement> {
  const client = await start(contender);
  await opened(client, uri, text);
  const type = typist(client, uri, text);
  const measured = await measure(11, () =>
    timed(async () => {
      for (let key = 0; key < 59; key++) type();
      const last = type();
      // A server that does not say versions waits for the last key, and publishes once.
      do await client.published(uri, () => {});
      while ((client.shown(uri)?.version ?? last) !== last);
    }),
  );
  await client.kill();
  return without(contender.debounce, measured);
}

/** From starting the process to the first diagnostics of a document. */
export async function coldStart(contender: Contender, uri: string, text: string): Promise<Measurement> {
  const measured = await measure(11, async () => {
    let client: LanguageClient | undefined;
    const time = await timed(async () => {
      client = await start(contender);
      await opened(client, uri, text);
    });
    await client?.kill();
    return time;
  });
  return without(contender.debounce, measured);
}

/** What the process holds in memory with one document open and a few keys typed, in MiB. */
export async function memory(contender: Contender, uri: string, text: string): Promise<Measurement> {
  return measure(3, async () => {
    const client = await start(contender);
    await opened(client, uri, text);
    const type = typist(client, uri, text);
    for (let index = 0; index < 20; index++) await client.published(uri, () => type());
    const status = readFileSync(`/proc/${client.process.pid}/status`, 'utf8');
    await client.kill();
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024;
  });
}

/** From an edit of a Deployment's label to the diagnostics of the Service that selects it, in a workspace of many files. */
export async function crossFileEdit(contender: Contender, count: number): Promise<Measurement> {
  const folder = writeWorkspace(count);
  const client = await start(contender, [uriOfPath(folder)]);
  await client.quiescent();
  const [deployment, service] = ['deployment', 'service'].map(name => uriOfPath(join(folder, `app-7/${name}.yaml`))) as [string, string];
  const text = readFileSync(join(folder, 'app-7/deployment.yaml'), 'utf8');
  client.open(deployment, text);
  client.open(service, readFileSync(join(folder, 'app-7/service.yaml'), 'utf8'));
  await client.quiescent();
  const measured = await measure(100, index =>
    timed(() =>
      client.published(service, () => client.change(deployment, index % 2 === 0 ? text.replaceAll('app: app-7', 'app: app-8') : text)),
    ),
  );
  await client.kill();
  rmSync(folder, { recursive: true });
  return measured;
}

/** From a keystroke in a kustomize base, or in the patch of one overlay, to the findings there, with many overlays on the base. */
export async function overlayEdit(contender: Contender, count: number, file: 'base' | 'patch'): Promise<Measurement> {
  const folder = writeFiles(overlayFiles(count));
  const client = await start(contender, [uriOfPath(folder)]);
  await client.quiescent();
  const path = file === 'base' ? 'base/web.yaml' : 'overlays/env-7/patch.yaml';
  const uri = uriOfPath(join(folder, path));
  const text = readFileSync(join(folder, path), 'utf8');
  client.open(uri, text);
  await client.quiescent();
  const [limit, other] = file === 'base' ? ['memory: 64Mi', 'memory: 65Mi'] : ['memory: 48Mi', 'memory: 49Mi'];
  const measured = await measure(40, index =>
    timed(() => client.published(uri, () => client.change(uri, index % 2 === 0 ? text.replaceAll(limit, other) : text))),
  );
  await client.kill();
  rmSync(folder, { recursive: true });
  return measured;
}

/** Overlays that each patch one of the four Deployments of a base. */
function overlayFiles(count: number): (readonly [path: string, text: string])[] {
  const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: web
          image: registry.internal/${name}:1.4.2
          resources:
            requests: { cpu: 100m, memory: 64Mi }
            limits: { memory: 32Mi }
`;
  const patch = deployment('web').replace('memory: 64Mi', 'memory: 48Mi');
  const overlays = Array.from({ length: count }, (_, index) => `overlays/env-${index}`);
  return [
    ['base/kustomization.yaml', 'resources: [web.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [MODE=on]\n'],
    ['base/web.yaml', ['web', 'api', 'jobs', 'mail'].map(deployment).join('---\n')],
    ...overlays.flatMap(overlay => [
      [`${overlay}/kustomization.yaml`, 'resources: [../../base]\nnamePrefix: a-\npatches: [{ path: patch.yaml }]\n'] as const,
      [`${overlay}/patch.yaml`, patch] as const,
    ]),
  ];
}

/** A folder of generated files; the caller removes it. */
export function writeWorkspace(count: number): string {
  return writeFiles(workspaceFiles(count));
}

/** A new folder with files; the caller removes it. */
export function writeFiles(files: Iterable<readonly [path: string, text: string]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const DOCUMENTS = {
  small: { uri: 'file:///bench/small.yaml', text: manifestStream(1000) },
  large: { uri: 'file:///bench/large.yaml', text: manifestStream(10_000) },
  dockerfile: { uri: 'file:///bench/Dockerfile', text: dockerfile(500) },
} as const;

/** Starts a server, with folders of a workspace. */
export async function start({ command }: Contender, folders: readonly string[] = []): Promise<LanguageClient> {
  const client = new LanguageClient({ command, folders, configuration: SETTINGS });
  await client.initialize();
  client.notify('workspace/didChangeConfiguration', { settings: SETTINGS });
  return client;
}

async function opened(client: LanguageClient, uri: string, text: string): Promise<void> {
  await client.published(uri, () => client.open(uri, text));
}

/** Types in the middle of a document, in a comment and in values, taking back what it typed. */
function typist(client: LanguageClient, uri: string, text: string): () => number {
  const lines = text.split('\n');
  const half = Math.floor(lines.length / 2);
  const line = lines.findIndex((content, index) => index >= half && /memory: 256Mi|go vet/.test(content));
  const end = { line, character: lines[line]?.length ?? 0 };
  let isTyped = false;
  return () => {
    isTyped = !isTyped;
    return isTyped
      ? client.change(uri, ' # x', { start: end, end })
      : client.change(uri, '', { start: end, end: { line, character: end.character + 4 } });
  };
}

function without(debounce: number, { median, slow, noise }: Measurement): Measurement {
  return { median: median - debounce, slow: slow - debounce, noise };
}
