import assert from 'node:assert/strict';
import type { Position } from 'vscode-languageserver-protocol';
import { type CaseFile, uriOf } from '../case-workspace.js';
import { LanguageClient } from '../language-client.js';
import { readCorpus } from './corpus.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

/** How many messages a conversation has. */
const LENGTH = 400;

/** A server that answers nothing for so long, in milliseconds, never will. */
const PATIENCE = 120_000;

/** Talks to a server for a while, sense and nonsense, then asks whether it still knows what it should. */
export async function fuzzMessages(seed: number): Promise<void> {
  const client = new LanguageClient({});
  let patience: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new Error('The server does not answer any more.')), PATIENCE);
  });
  try {
    await Promise.race([converse(seed, client), hang]);
  } finally {
    clearTimeout(patience);
    await client.kill();
  }
}

async function converse(seed: number, client: LanguageClient): Promise<void> {
  const random = new Random(seed);
  const corpus = readCorpus();
  await client.initialize();
  const texts = new Map<string, string>();
  for (let count = 0; count < LENGTH; count++) {
    const files = random.pick(corpus) ?? [];
    await random.pick(STEPS)({ random, client, texts, files });
  }
  for (const uri of texts.keys()) client.change(uri, texts.get(uri) ?? '');
  await client.quiescent();
  await compareWithFreshServer(client, texts);
  assert.equal(await client.stop(), 0, 'the server ends when it is told to');
}

interface Conversation {
  readonly random: Random;
  readonly client: LanguageClient;
  /** Of the open documents. */
  readonly texts: Map<string, string>;
  /** A small workspace to take texts from. */
  readonly files: readonly CaseFile[];
}

type Step = (conversation: Conversation) => void | Promise<void>;

const STEPS: readonly [Step, ...Step[]] = [
  open,
  change,
  change,
  change,
  close,
  conversation => ask(conversation, 'textDocument/hover', { position: somewhere(conversation) }),
  conversation => ask(conversation, 'textDocument/codeAction', { range: range(conversation), context: { diagnostics: [] } }),
  conversation =>
    ask(conversation, 'textDocument/codeAction', { range: range(conversation), context: { diagnostics: [], only: ['source'] } }),
  conversation => ask(conversation, 'plimsoll/explain', { uri: someUri(conversation), position: somewhere(conversation) }),
  conversation =>
    ask(conversation, 'plimsoll/ignore', { uri: someUri(conversation), version: 1, range: range(conversation), rule: 'a/b', reason: 'c' }),
  conversation => ask(conversation, 'no/such/method', {}),
  ({ client, random }) => client.notify(random.pick(NOTIFICATIONS), random.pick(NONSENSE)),
  ({ client }) => client.quiescent().then(() => {}),
];

const NOTIFICATIONS = [
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeConfiguration',
  'workspace/didDeleteFiles',
  '$/setTrace',
  '$/cancelRequest',
] as const;

const NONSENSE = [
  {},
  { textDocument: null },
  { textDocument: { uri: 7, version: 'x' }, contentChanges: [{}] },
  { textDocument: { uri: '', languageId: null, version: -1, text: 'a: b' } },
  { changes: [{ uri: 'file:///../../%zz', type: 9 }] },
  { settings: 'none' },
  { files: [{}] },
  { value: 'loud' },
  { id: 999_999 },
] as const;

function open({ random, client, texts, files }: Conversation): void {
  for (const { name, text } of files) {
    const uri = uriOf(name);
    const messy = mutate(random, text, [text]);
    client.open(uri, messy);
    texts.set(uri, messy);
  }
}

/** Replaces all of a text, or a range that may well be wrong: the server's copy then is what it makes of it, until all is replaced. */
function change(conversation: Conversation): void {
  const { random, client, texts } = conversation;
  const uri = someUri(conversation);
  const text = mutate(random, texts.get(uri) ?? '', [...texts.values()]);
  if (random.chance(0.5)) client.change(uri, random.chance(0.5) ? 'x: y\n' : '', range(conversation));
  else {
    client.change(uri, text);
    if (texts.has(uri)) texts.set(uri, text);
  }
}

function close(conversation: Conversation): void {
  const uri = someUri(conversation);
  conversation.client.close(uri);
  conversation.texts.delete(uri);
}

/** An answer is an answer, also if it is an error; only silence is not. */
async function ask(conversation: Conversation, method: string, params: object): Promise<void> {
  const answer = conversation.client.connection.sendRequest(method, { textDocument: { uri: someUri(conversation) }, ...params });
  await answer.catch(() => {});
}

async function compareWithFreshServer(client: LanguageClient, texts: ReadonlyMap<string, string>): Promise<void> {
  const fresh = new LanguageClient({});
  try {
    await fresh.initialize();
    for (const [uri, text] of texts) fresh.open(uri, text);
    // A file of a chart that cannot be read counts as it was when it could be, which a fresh server cannot know.
    const charts = [...texts.keys()].filter(uri => uri.endsWith('/Chart.yaml')).map(uri => uri.slice(0, -'Chart.yaml'.length));
    for (const uri of [...texts.keys()].filter(candidate => !charts.some(chart => candidate.startsWith(chart)))) {
      assert.deepEqual(await client.diagnostics(uri), await fresh.diagnostics(uri), `${uri}: as a fresh server sees it`);
    }
    await fresh.stop();
  } finally {
    await fresh.kill();
  }
}

function someUri({ random, texts }: Conversation): string {
  return random.chance(0.05) ? 'file:///nowhere.yaml' : (random.pick([...texts.keys()]) ?? 'file:///w/app/none.yaml');
}

function range(conversation: Conversation): { start: Position; end: Position } {
  return { start: somewhere(conversation), end: somewhere(conversation) };
}

function somewhere({ random }: Conversation): Position {
  if (random.chance(0.05)) return { line: random.pick([-1, 1e9, 0.5]), character: random.pick([-1, 1e9, 0.5]) };
  return { line: random.below(40), character: random.below(40) };
}
