import { commandLineOf } from '../../kubernetes/command-line.js';
import type { Container } from '../../kubernetes/container.js';
import { type Probe, probeOf } from '../../kubernetes/probe.js';
import { isUnresolved, literalText } from '../../kubernetes/unresolved-text.js';
import type { Span } from '../../text/span.js';
import { matchesAny } from '../../text/wildcard.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';
import { probeDefect } from '../probe-defect.js';

export const livenessDependency = defineRule({
  id: 'probe/liveness-dependency',
  title: 'Liveness probe that looks at dependencies',
  severity: 'warning',
  release: 1,
  sop: ['S5.0/2'],
  why: `A liveness probe that fails restarts the container. If it asks for readiness, or asks another host, an outage of that host restarts every
replica again and again, and they all come back at once when it is over.`,
  remedy: `Ask a path that is answered from the process alone, such as \`/healthz\`, and leave dependencies to the readiness probe.`,
  fixSafety: `The program has to answer the other path.`,
  options: {
    path: { type: 'string', default: '/healthz', description: 'The path that the fix asks.' },
    paths: {
      type: 'strings',
      default: [
        '/ready',
        '/readyz',
        '*/ready',
        '*/readyz',
        '/readyz/*',
        '*/readiness',
        '/readiness',
        '*/status/db',
        '*/health/db',
        '*/health/deep',
        '*/dependencies',
      ],
      description: 'Paths that look at more than the process, as patterns.',
    },
  },
  on: 'container',

  *check(container, { options }) {
    const liveness = probeOf(container, 'liveness');
    if (liveness === undefined) return yield notApplicable('It has no liveness probe.');
    const readiness = probeOf(container, 'readiness');
    if (isUnresolved(liveness.path ?? '') || isUnresolved(liveness.host?.text ?? ''))
      return yield unknown('What the probe asks is filled in later.');
    const asked = askedElsewhere(container, liveness);
    const path = liveness.path?.replace(/[?#].*$/, '').replace(/(?<=.)\/$/, '');
    if (asked !== undefined)
      yield violated({
        span: asked.span,
        message: `The liveness probe of container "${container.name}" asks ${asked.host}: when that is away, every replica is restarted.`,
        defect: probeDefect('liveness', container),
      });
    else if (liveness.handler !== 'httpGet' || !matchesAny(options.paths, path)) yield satisfied();
    else if (readiness?.path === liveness.path) yield notApplicable('Readiness asks the same path, which probe/identical judges.');
    else
      yield violated({
        span: pointAt(liveness.pathNode ?? liveness.node),
        message: `The liveness probe of container "${container.name}" asks ${liveness.path}, which by its name looks at more than the process: what the program waits for restarts it.`,
        defect: probeDefect('liveness', container),
        fixes: [liveness.pathNode && fix(`Let liveness ask ${options.path}`, 'unsafe', replaceScalar(liveness.pathNode, options.path))],
      });
  },
});

/** The other host that a probe asks, by its \`host\` or with a client program. */
function askedElsewhere(
  container: Container,
  { handler, host, command }: Probe,
): { readonly host: string; readonly span: Span } | undefined {
  const written = literalText(host);
  if (handler !== 'exec')
    return host === undefined || written === undefined || isOwn(written) ? undefined : { host: `host "${written}"`, span: pointAt(host) };
  const line = commandLineOf(command);
  const holder = line?.script === undefined ? undefined : command.find(({ text }) => text === line.script);
  const text = line?.script ?? line?.words.join(' ') ?? '';
  if (/[|;&]\s*\S/.test(text) || container.name === '') return undefined;
  const other = CLIENTS.map(client => client.exec(text)?.[1]).find(found => found !== undefined && !isOwn(found));
  const [first] = command;
  return other === undefined || first === undefined
    ? undefined
    : { host: `host "${other}"`, span: pointAt(holder ?? command.find(word => word.text?.includes(other)) ?? first) };
}

/** Client programs with the host that they ask. */
const CLIENTS = [
  /^(?:exec )?(?:\S*\/)?(?:pg_isready|psql|redis-cli|valkey-cli|mysqladmin|mysql|mariadb-admin|mariadb)\b.*?\s(?:-h\s*|--host[= ])([A-Za-z0-9][\w.-]*)/,
  /^(?:exec )?(?:\S*\/)?(?:curl|wget)\b.*?\s["']?https?:\/\/([A-Za-z0-9][\w.-]*)/,
  /^(?:exec )?(?:\S*\/)?ping6?\b(?:\s-\w+(?:\s\d+)?)*\s([A-Za-z0-9][\w.-]*)/,
  /^(?:exec )?(?:\S*\/)?nc\b(?:\s-\w+(?:\s\d+)?)*\s([A-Za-z][\w.-]*)\s+\d+/,
];

function isOwn(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|.*\$.*)$/i.test(host);
}
