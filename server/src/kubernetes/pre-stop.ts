import type { YamlNode } from '../yaml/yaml-node.js';
import { commandLineOf } from './command-line.js';
import type { Container } from './container.js';
import { literalInteger } from './unresolved-text.js';

/** The hook that runs before a container gets SIGTERM, while the grace period runs. */
export interface PreStop {
  readonly node: YamlNode;
  readonly handler: 'sleep' | 'exec' | 'httpGet' | 'tcpSocket' | undefined;
  readonly handlerNode: YamlNode | undefined;
  /** Of `exec`. */
  readonly command: readonly YamlNode[];
  /** How long it takes at least; `undefined` if nothing says so. */
  readonly seconds: number | undefined;
  /** Where that is written. */
  readonly secondsNode: YamlNode | undefined;
  /** Whether it does nothing but wait. */
  readonly isPause: boolean;
}

/** `undefined` for a container without such a hook. */
export function preStopOf(container: Container): PreStop | undefined {
  const node = container.node.find('lifecycle', 'preStop');
  if (node?.kind !== 'map') return undefined;
  const handler = HANDLERS.find(name => node.get(name) !== undefined);
  const handlerNode = handler && node.get(handler);
  const command = handlerNode?.get('command')?.items() ?? [];
  const base = { node, handler, handlerNode, command };
  if (handler === 'sleep') {
    const secondsNode = handlerNode?.get('seconds');
    return { ...base, seconds: literalInteger(secondsNode), secondsNode, isPause: true };
  }
  if (handler !== 'exec') return { ...base, seconds: undefined, secondsNode: undefined, isPause: false };
  const line = commandLineOf(command);
  const script = line?.script ?? line?.words.join(' ') ?? '';
  const secondsNode = command.find(({ text }) => text === line?.script) ?? command.at(-1);
  return { ...base, seconds: secondsSlept(script), secondsNode, isPause: PAUSE.test(script) };
}

/** Seconds that a script sleeps; `undefined` if it does not, or does so under a condition or in a loop. */
export function secondsSlept(script: string): number | undefined {
  if (/\b(?:if|while|until|for|case)\b|\|\||\(|&\s*(?:$|[^&])/.test(script.replace(/&&/g, ';'))) return undefined;
  const pauses = [...script.matchAll(SLEEP)].map(([, amount, unit]) => Number(amount) * (unit === 'm' ? 60 : 1));
  return pauses.length === 0 ? undefined : pauses.reduce((sum, pause) => sum + pause, 0);
}

const HANDLERS = ['sleep', 'exec', 'httpGet', 'tcpSocket'] as const;
const SLEEP = /(?:^|[;&\n]\s*)(?:exec\s+)?(?:\/\S*\/)?sleep\s+(\d+)([sm]?)(?=\s*(?:$|[;&\n]))/g;
const PAUSE = /^\s*(?:exec\s+)?(?:\/\S*\/)?sleep\s+\d+s?\s*;?\s*$/;
