import { ancestorsOf, folderOf } from './uri-path.js';

/** Folders that hold a part of an application, by kind of object or by environment: they belong to the unit above them. */
const PART =
  /^(?:bases?|overlays?|components?|env(?:ironment)?s?|patches|common|shared|resources|manifests|deployments?|services?|svc|config(?:map)?s?|secrets?|ingress(?:es)?|network-?polic(?:y|ies)|netpols?|polic(?:y|ies)|rbac|workloads?|statefulsets?|daemonsets?|cronjobs?|jobs?|hpas?|pdbs?|autoscal(?:ing|ers?)|storage|namespaces?|crds?|dev|development|test|staging|stage|prod|production)$/i;

/** The folder at the root of the tree of manifests that a document belongs to: its chart, or its folder without the parts that divide one application. */
export function applicationUnitOf(uri: string, charts: ReadonlySet<string>): string {
  const folder = folderOf(uri);
  const chart = ancestorsOf(folder).find(candidate => charts.has(candidate));
  if (chart !== undefined) return chart;
  let unit = folder;
  while (PART.test(unit.slice(unit.lastIndexOf('/') + 1)) || isEnvironment(unit)) {
    const above = folderOf(unit);
    if (above === '' || above.endsWith(':/') || above.endsWith('//')) break;
    unit = above;
  }
  return unit;
}

/** `overlays/eu-1`, `envs/blue`: a folder whatever its name, below one that divides by environment. */
function isEnvironment(folder: string): boolean {
  return /\/(?:overlays?|env(?:ironment)?s?|components?)\/[^/]+$/i.test(folder);
}
