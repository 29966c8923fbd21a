import type { DirectionAnswer, PolicyVerdict } from '../kubernetes/network-traffic.js';
import { all } from '../kubernetes/selector.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { judgeTrafficHere, type PlacedPolicy } from '../workspace/pod-traffic.js';
import { unseenPolicyReason } from '../workspace/policed-pods.js';
import type { TrafficCommand } from './command.js';
import { loadWorkspace } from './load-workspace.js';
import { shownPath } from './places.js';
import { printable } from './printable.js';
import type { Style, Terminal } from './terminal.js';
import { findTrafficPlace, type TrafficPlace } from './traffic-end.js';
import { type AskedPort, askedPorts, splitPort } from './traffic-port.js';

/** Says whether network policies let one workload connect to another, and which policies decide. */
export function runExplainTraffic({ from: fromText, to: toText, paths }: TrafficCommand, terminal: Terminal): number {
  const { linter, checked } = loadWorkspace(paths, { config: undefined, terminal });
  const uris = checked.map(({ uri }) => uri);
  const { name, port } = splitPort(toText);
  const from = findTrafficPlace(fromText, linter, uris);
  const to = findTrafficPlace(name, linter, uris);
  terminal.print(
    askedPorts(to, port)
      .map(asked => trafficText(from, to, asked, terminal))
      .join('\n\n'),
  );
  return 0;
}

const ANSWERS: Readonly<Record<string, readonly [words: string, style: Style]>> = {
  true: ['yes', 'green'],
  false: ['no', 'red'],
  undefined: ['cannot know', 'yellow'],
};

function trafficText(from: TrafficPlace, to: TrafficPlace, port: AskedPort, terminal: Terminal): string {
  const answer = judgeTrafficHere(from, to, port);
  const sides = [sideOf(from, answer.egress, 'send it'), sideOf(to, answer.ingress, 'receive it')];
  const [words = '', style = 'dim'] = ANSWERS[`${all(sides.map(({ allowed }) => allowed))}`] ?? [];
  const question = `May ${placeText(from)} connect to ${placeText(to)} on ${port.text}?`;
  const lines = sides.flatMap(side => side.lines).map(printable);
  return [`${printable(question)} ${terminal.style(words, style, 'bold')}`, ...lines].join('\n');
}

/** `Deployment "web" in namespace "shop"`. */
function placeText({ name, end }: TrafficPlace): string {
  return end.kind === 'pods' && end.namespace.name !== undefined ? `${name} in namespace "${end.namespace.name}"` : name;
}

interface Side {
  readonly allowed: boolean | undefined;
  readonly lines: readonly string[];
}

/** What the policies of one end say, and what may say otherwise. */
function sideOf({ name, end, workspace }: TrafficPlace, answer: DirectionAnswer<PlacedPolicy>, what: string): Side {
  if (end.kind === 'addresses') return { allowed: true, lines: [`- ${capitalized(name)} is outside: no policy holds there.`] };
  const unseen = unseenPolicyReason(workspace, end.namespace.name);
  const node = end.hostNetwork ? 'The Pods use the network of the node, where most network plugins apply no policies.' : undefined;
  const doubts = [unseen, node].flatMap(doubt => (doubt === undefined ? [] : [`    ${doubt}`]));
  const allowed = unseen === undefined ? answer.allowed : undefined;
  const verdicts = answer.verdicts.map(verdict => `    ${verdictText(verdict)}`);
  return { allowed, lines: [`- ${name} ${sideText(allowed, answer)} ${what}.${reasonFor(answer)}`, ...verdicts, ...doubts] };
}

function sideText(allowed: boolean | undefined, { isolated }: DirectionAnswer<PlacedPolicy>): string {
  if (allowed === undefined) return isolated === true ? 'may or may not' : 'perhaps may';
  return allowed ? 'may' : 'may not';
}

function reasonFor({ isolated, allowed }: DirectionAnswer<PlacedPolicy>): string {
  if (isolated === false) return ' No policy limits that.';
  return allowed === false ? ' Policies select its Pods, and none allows it:' : '';
}

function verdictText({ policy: { fact }, governs, allows }: PolicyVerdict<PlacedPolicy>): string {
  const { uri, object } = fact;
  const selects = governs === true ? 'selects its Pods' : 'may select its Pods (the files do not say)';
  const rules = allows === true ? 'allows this' : allows === false ? 'does not allow this' : 'may allow this (the files do not say)';
  return `NetworkPolicy "${object.name}" (${shownPath(fileOfMade(uri))}) ${selects} and ${rules}.`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
