import { type Container, headOf } from '../../kubernetes/container.js';
import type { Workload } from '../../kubernetes/workload.js';
import { goProgramOf } from '../../workspace/go-program.js';
import { laterAdditions } from '../../workspace/later-changes.js';
import { pathInRepository } from '../../workspace/path-in-repository.js';
import { accountOf } from '../../workspace/service-account.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { insertEntry } from '../../yaml/yaml-edit.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const tokenAutomount = defineRule({
  id: 'config/token-automount',
  title: 'Token of the API server for a program that does not use it',
  severity: 'hint',
  release: 3,
  sop: ['S4.0/5'],
  why: `Kubernetes mounts a token of the Pod's account unless it is told not to. Whoever breaks into the program may do with it what the account may,
now or after somebody has bound a role to it.`,
  remedy: `Set \`automountServiceAccountToken: false\` for the Pods. Where something in them needs the token after all, set it to true.`,
  fixSafety: `A program can read the token without one of the libraries that the rule looks for.`,
  on: 'workload',

  *check(workload, { workspace }) {
    const { podSpec, containers } = workload;
    const account = accountOf(workload, workspace);
    const later = laterAdditions(workspace);
    if (podSpec === undefined || containers.length === 0) yield notApplicable('It has no containers.');
    else if (podSpec.get('automountServiceAccountToken') !== undefined) yield satisfied('It says whether its Pods get the token.');
    else if (!account.mountsToken) yield satisfied(`ServiceAccount "${account.name}" says that its Pods get no token.`);
    else if (account.name === undefined) yield unknown('The name of its account is filled in later.');
    else if (later !== undefined) yield unknown(later);
    else yield judge(workload, workspace);
  },
});

function judge(workload: Workload, workspace: WorkspaceView): Outcome {
  const metadata = workload.template.get('metadata');
  const marks = ['annotations', 'labels'].flatMap(field => metadata?.get(field)?.entries() ?? []);
  const injector = marks.find(([key]) => /inject|vault|dapr\.io\/|istio|linkerd|consul/i.test(key))?.[0];
  if (injector !== undefined) return unknown(`"${injector}" may bring a container that uses the token.`);
  const reader = workload.containers.find(container => readsToken(container));
  if (reader !== undefined) return satisfied(`Container "${reader.name}" names the folder of the token.`);
  const [first] = workload.containers;
  const needs = workload.containers.map(container => needOf(container, workspace));
  const user = needs.find(need => typeof need !== 'string' && need.client !== undefined);
  const open = needs.find(need => typeof need === 'string');
  if (typeof user === 'object') return satisfied(`${user.file} requires ${user.client}, which may use the token.`);
  if (typeof open === 'string') return unknown(open);
  const files = [...new Set(needs.flatMap(need => (typeof need === 'string' ? [] : [need.file])))].join(', ');
  if (first === undefined) return satisfied();
  const line = ['automountServiceAccountToken: false'];
  return violated({
    span: headOf(first),
    // They got it before it was known which programs they are.
    comesToLight: true,
    message: `The Pods get a token of the API server, and no program in them has a client of Kubernetes (${files}).`,
    fixes: [
      fix(
        'Set automountServiceAccountToken to false',
        'unsafe',
        workload.podSpec && insertEntry(workload.podSpec, { before: 'containers' }, line),
      ),
    ],
  });
}

function readsToken({ node }: Container): boolean {
  return /serviceaccount|KUBE(?:CONFIG|RNETES_)/.test(node.source.text.slice(node.span.start, node.span.end));
}

/** The client of Kubernetes that a program requires, if any; a sentence where its module is not known. */
function needOf(container: Container, workspace: WorkspaceView): string | { readonly file: string; readonly client: string | undefined } {
  const program = goProgramOf(container, workspace);
  if (typeof program === 'string') return program;
  const { module } = program;
  const client = module.module.requires.find(({ path }) => CLIENTS.test(path))?.path;
  return { file: `"${pathInRepository(module.uri, workspace)}"`, client };
}

/** Modules that speak to the API server, or authenticate elsewhere with its token, required by whomever. */
const CLIENTS =
  /^(?:k8s\.io\/|sigs\.k8s\.io\/|knative\.dev\/|istio\.io\/client-go|helm\.sh\/|github\.com\/(?:hashicorp\/(?:vault|consul)|operator-framework|cert-manager|argoproj|fluxcd|dapr|tektoncd|openshift|spiffe|ericchiang\/k8s|kubernetes))/;
