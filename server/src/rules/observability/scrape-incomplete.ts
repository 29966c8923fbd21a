import { isOperatorPort } from '../../kubernetes/probe-handler.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pointAt } from '../../yaml/point-at.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const SCRAPE = 'prometheus.io/scrape';
const PORT = 'prometheus.io/port';

export const scrapeIncomplete = defineRule({
  id: 'observability/scrape-incomplete',
  title: 'Scrape annotation without a port',
  severity: 'information',
  release: 2,
  sop: ['G8.2/2'],
  why: `Without \`${PORT}\` Prometheus makes a target of each port that the Pod declares, and of none a target that does not answer: targets are
down for ever, and alerts about them are ignored until one is real.`,
  remedy: `Add \`${PORT}\` with the port that serves metrics.`,
  fixSafety: `That a port is called "metrics" does not say that it serves them on the usual path.`,
  on: 'workload',

  *check({ template, containers }, { workspace }) {
    const annotations = template.find('metadata', 'annotations');
    const scrape = annotations?.get(SCRAPE);
    const ports = containers.flatMap(({ role, ports: declared }) => (role === 'init' ? [] : declared));
    const tcp = ports.filter(({ protocol }) => protocol === 'TCP');
    const later = laterAdditions(workspace);
    if (scrape?.text !== 'true') yield notApplicable('Its Pods do not ask to be scraped.');
    else if (annotations?.get(PORT) !== undefined) yield satisfied();
    else if (tcp.length === 1) yield satisfied('Its Pods declare one port, which is scraped.');
    else if (later !== undefined) yield unknown(later);
    else {
      const metrics = tcp.filter(isOperatorPort);
      const number = metrics.length === 1 ? metrics[0]?.number : undefined;
      yield violated({
        span: pointAt(scrape),
        // It was incomplete on the workload, too, before it was moved to the Pods.
        comesToLight: true,
        message:
          tcp.length === 0
            ? `"${SCRAPE}" is true, but no container declares a port and "${PORT}" is missing: nothing says where the metrics are.`
            : `"${SCRAPE}" is true, but "${PORT}" is missing: all ${tcp.length} ports are scraped.`,
        fixes: [
          number === undefined || annotations === undefined
            ? undefined
            : fix(`Set ${PORT} to ${number}`, 'unsafe', insertEntry(annotations, { after: SCRAPE }, [`${PORT}: "${number}"`])),
        ],
      });
    }
  },
});
