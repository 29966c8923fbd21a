import { ancestorsOf, fileNameOf, folderOf, isInside } from './uri-path.js';

/** What a document is to Plimsoll. `other` is left alone. */
export type DocumentKind =
  | 'dockerfile'
  | 'manifests'
  | 'kustomization'
  | 'helm-values'
  | 'helm-chart'
  | 'helm-template'
  | 'go-module'
  | 'go-source'
  | 'configuration'
  | 'presence'
  | 'other';

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i;
/** `dockerfile.go`, `Dockerfile.j2`: programs and texts about Dockerfiles, templates of them, copies that tools leave. */
const NO_DOCKERFILE =
  /\.(?:dockerignore|go|py|rb|js|ts|sh|java|json|ya?ml|toml|md|txt|rst|html|j2|jinja2?|tmpl|tpl|template|gotmpl|erb|mustache|hbs|in|m4|orig|rej|bak|swp)$/i;
const KUSTOMIZATION = /^(?:kustomization\.ya?ml|Kustomization)$/;
const VALUES = /^values(?:[-.].*)?\.ya?ml$/;
const YAML = /\.ya?ml$/i;
/** Files that matter by being there. */
const PRESENCE = /^(?:go\.sum|go\.work|modules\.txt|\.dockerignore|.*\.dockerignore)$/;

/**
 * The kind of a document by its name, its language in the editor and the charts around it.
 *
 * @param charts folders that hold a Chart.yaml
 */
export function documentKindOf(uri: string, languageId: string | undefined, charts: ReadonlySet<string>): DocumentKind {
  const name = fileNameOf(uri);
  if (name === '.plimsoll.yaml') return 'configuration';
  if ((languageId === 'dockerfile' || DOCKERFILE.test(name)) && !NO_DOCKERFILE.test(name)) return 'dockerfile';
  if (languageId === 'helm') return 'helm-template';
  if (name === 'go.mod') return 'go-module';
  if (name.endsWith('.go')) return 'go-source';
  if (PRESENCE.test(name)) return 'presence';
  if (KUSTOMIZATION.test(name)) return 'kustomization';
  if (name === 'Chart.yaml') return 'helm-chart';
  const chart = ancestorsOf(folderOf(uri)).find(folder => charts.has(folder));
  if (chart !== undefined && isInside(uri, `${chart}/templates`)) return 'helm-template';
  if (chart === folderOf(uri) && VALUES.test(name)) return 'helm-values';
  if (chart === folderOf(uri) && name === 'requirements.yaml') return 'other';
  if (chart !== undefined && isInside(uri, `${chart}/ci`) && YAML.test(name)) return 'other';
  return languageId === 'yaml' || YAML.test(name) ? 'manifests' : 'other';
}
