import type { Container } from '../../kubernetes/container.js';
import { headOf } from '../../kubernetes/container.js';
import { isOperatorPort } from '../../kubernetes/probe-handler.js';
import { runsToCompletion, type Workload } from '../../kubernetes/workload.js';
import { goProgramOf } from '../../workspace/go-program.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pathInRepository } from '../../workspace/path-in-repository.js';
import { servicesInFrontOf } from '../../workspace/selected-workloads.js';
import { folderOf } from '../../workspace/uri-path.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { appendEntry, setIn } from '../../yaml/yaml-edit.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

const CLIENT = 'github.com/prometheus/client_golang';
const PREFIX = 'prometheus.io/';

export const noMetrics = defineRule({
  id: 'observability/no-metrics',
  title: 'Metrics that nothing scrapes',
  severity: 'information',
  release: 2,
  sop: ['S7.0/2', 'S7.0/4'],
  why: `The program counts and measures, and nobody asks it: after an incident there is nothing to look at.`,
  remedy: `Annotate the Pod template with \`${PREFIX}scrape\`, \`${PREFIX}port\` and, if it is another than \`/metrics\`, \`${PREFIX}path\`, or select
its Service with a ServiceMonitor. If something outside of the repository scrapes it, switch the rule off.`,
  fixSafety: `That the port serves metrics under \`/metrics\` is not in the manifest, and the annotations count only where the scrape configuration
reads them.`,
  on: 'workload',

  *check(workload, { workspace }) {
    if (runsToCompletion(workload)) return yield notApplicable('It ends before anybody could ask it.');
    const programs = workload.containers.filter(({ role }) => role === 'container').map(each => programWithMetrics(each, workspace));
    const program = programs.find(each => typeof each !== 'string');
    if (program === undefined || typeof program === 'string')
      return yield unknown(programs.find(each => typeof each === 'string') ?? 'It has no containers.');
    const scraped = whyScraped(workload, workspace);
    if (scraped !== undefined) yield scraped;
    else {
      const later = laterAdditions(workspace) ?? workspace.openBecause;
      yield later === undefined ? finding(workload, program) : unknown(later);
    }
  },
});

interface ProgramWithMetrics {
  readonly container: Container;
  /** The go.mod that says so. */
  readonly because: string;
}

/** A container whose program requires the client of Prometheus, or a sentence that says why that is not known. */
function programWithMetrics(container: Container, workspace: WorkspaceView): ProgramWithMetrics | string {
  const program = goProgramOf(container, workspace);
  if (typeof program === 'string') return program;
  const { module, image } = program;
  if (folderOf(module.uri) !== folderOf(image.uri)) return 'Its go.mod may belong to several programs.';
  const { requires } = module.module;
  if (requires.some(({ path }) => path.startsWith('go.opentelemetry.io/otel/exporters/otlp')))
    return 'Its module can send metrics by OpenTelemetry, so that nothing has to scrape them.';
  if (!requires.some(({ path, indirect }) => path === CLIENT && !indirect)) return `Its module does not require ${CLIENT} by itself.`;
  return { container, because: `"${pathInRepository(module.uri, workspace)}" requires ${CLIENT}` };
}

/** What scrapes or may scrape the Pods. */
function whyScraped(workload: Workload, workspace: WorkspaceView): Outcome | undefined {
  const keys = [workload.template, workload.resource.node].flatMap(node => node.find('metadata', 'annotations')?.entries() ?? []);
  const annotation = keys
    .map(([key]) => key)
    .find(key => /(?:^|[./])(?:prometheus|metrics|scrape|instrumentation|opentelemetry|datadoghq)\b/i.test(key));
  if (annotation !== undefined) return satisfied(`"${annotation}" is there.`);
  const service = servicesInFrontOf(workspace, workload).find(({ annotations }) =>
    Object.keys(annotations).some(key => key.startsWith(PREFIX)),
  );
  if (service !== undefined) return satisfied(`Service "${service.object.name}" has the annotations.`);
  const monitor = MONITORS.flatMap(kind => workspace.objects('workspace', kind, undefined))[0];
  if (monitor !== undefined)
    return unknown(`${monitor.object.kind} "${monitor.object.name}" shows that metrics are collected by other means.`);
  const sender = workload.containers.find(({ env }) => [...env.keys()].some(name => /^OTEL_|PUSHGATEWAY/.test(name)));
  return sender === undefined ? undefined : unknown(`The variables of container "${sender.name}" say that it sends its metrics.`);
}

const MONITORS = [
  'ServiceMonitor',
  'PodMonitor',
  'ScrapeConfig',
  'PodMonitoring',
  'VMPodScrape',
  'VMServiceScrape',
  'OpenTelemetryCollector',
];

function finding(workload: Workload, { container, because }: ProgramWithMetrics): Outcome {
  return violated({
    span: headOf(container),
    // They were not scraped before it was known which program it is.
    comesToLight: true,
    message: `Container "${container.name}" has metrics, since ${because}, but no annotation, ServiceMonitor or PodMonitor lets them be scraped.`,
    fixes: [annotating(workload, container)],
  });
}

function annotating({ template }: Workload, { ports }: Container): Fix | undefined {
  const tcp = ports.filter(({ protocol }) => protocol === 'TCP');
  const metrics = tcp.filter(isOperatorPort);
  const number = (metrics.length > 0 ? metrics : tcp).length === 1 ? (metrics[0] ?? tcp[0])?.number : undefined;
  if (number === undefined) return undefined;
  const lines = [`${PREFIX}scrape: "true"`, `${PREFIX}port: "${number}"`];
  const annotations = template.find('metadata', 'annotations');
  const edit = annotations === undefined ? setIn(template, ['metadata', 'annotations'], lines) : appendEntry(annotations, lines);
  return fix(`Let Prometheus scrape port ${number}`, 'unsafe', edit);
}
