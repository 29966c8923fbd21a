import { probesOf } from '../../kubernetes/probe.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

export const pathConvention = defineRule({
  id: 'probe/path-convention',
  title: 'Probe on another path than the team agreed on',
  severity: 'hint',
  release: 3,
  sop: ['S5.0/1'],
  why: `Where all services answer the same paths, dashboards, gateways and people know where to ask. The rule says nothing until the paths are configured:
another path is no mistake in itself.`,
  remedy: `Ask the agreed path, and answer it.`,
  fixSafety: `The program has to answer the path.`,
  options: {
    livenessPath: { type: 'string', default: '', description: 'The path for liveness, such as `/healthz`; empty: any.' },
    readinessPath: { type: 'string', default: '', description: 'The path for readiness, such as `/readyz`; empty: any.' },
    startupPath: { type: 'string', default: '', description: 'The path for startup; empty: any.' },
  },
  on: 'container',

  *check(container, { options }) {
    const wanted = { liveness: options.livenessPath, readiness: options.readinessPath, startup: options.startupPath };
    const probes = probesOf(container).filter(({ kind, path }) => path !== undefined && wanted[kind] !== '');
    if (probes.length === 0) return yield notApplicable('No path is agreed on for its probes.');
    for (const { kind, path, pathNode, node } of probes) {
      if (path === wanted[kind]) yield satisfied();
      else if (isUnresolved(path ?? '')) yield unknown(`The path of the ${kind} probe is filled in later.`);
      else
        yield violated({
          span: pointAt(pathNode ?? node),
          message: `The ${kind} probe asks ${path}; the configuration says that it is ${wanted[kind]}.`,
          fixes: [pathNode && fix(`Ask ${wanted[kind]}`, 'unsafe', replaceScalar(pathNode, wanted[kind]))],
        });
    }
  },
});
