import { minorOf } from '../kubernetes/version.js';
import type { Profile, Rule, Severity } from '../rules/define-rule.js';
import type { SourceText } from '../text/source-text.js';
import { folderOf } from '../workspace/uri-path.js';
import type { WorkspaceSettings } from '../workspace/workspace-view.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { Config, DEFAULT_CONFIG, DEFAULT_SETTINGS, type Override, type RuleSetting, type RuleSettings } from './config.js';
import { configSchema } from './config-schema.js';
import type { JsonSchema } from './json-schema.js';
import { PathPatterns } from './path-patterns.js';
import { DEFAULT_PROFILES, PROFILES } from './profiles.js';
import { type ConfigProblem, schemaProblems } from './schema-problems.js';

/**
 * Reads a `.plimsoll.yaml`. What is wrong in it is a problem and counts as not written; the rest holds.
 *
 * @param rules the rules that it may name
 */
export function parseConfig(source: SourceText, rules: readonly Rule[]): { config: Config; problems: readonly ConfigProblem[] } {
  const { root, errors } = parseYamlDocument(source);
  if (errors.length > 0) return { config: DEFAULT_CONFIG, problems: errors };
  if (root === undefined || root.style === 'empty') return { config: DEFAULT_CONFIG, problems: [] };
  const problems = schemaProblems(root, schemaOf(rules));
  return { config: configOf(root, folderOf(source.uri), rules), problems };
}

const SCHEMAS = new WeakMap<readonly Rule[], JsonSchema>();

function schemaOf(rules: readonly Rule[]): JsonSchema {
  const schema = SCHEMAS.get(rules) ?? configSchema(rules);
  SCHEMAS.set(rules, schema);
  return schema;
}

function configOf(root: YamlNode, folder: string, rules: readonly Rule[]): Config {
  const profiles = strings(root.get('extends'))?.filter((name): name is Profile => Object.hasOwn(PROFILES, name)) ?? [];
  return new Config({
    profiles: profiles.length > 0 ? profiles : DEFAULT_PROFILES,
    settings: settingsOf(root),
    rules: ruleSettings(root.get('rules'), rules),
    overrides: (root.get('overrides')?.items() ?? []).map(node => overrideOf(node, folder, rules)),
    exclude: patterns(root.get('exclude'), folder),
    valueSets: new Map(
      (root.find('helm', 'valueSets')?.entries() ?? []).map(([environment, files]) => [environment, strings(files) ?? []]),
    ),
  });
}

function settingsOf(root: YamlNode): WorkspaceSettings {
  const dns = root.find('cluster', 'dns')?.text;
  const networkPolicies = root.get('networkPolicies')?.text;
  return {
    kubernetesVersion: minorOf(root.get('kubernetesVersion')?.text),
    goImages: strings(root.get('goImages')) ?? DEFAULT_SETTINGS.goImages,
    nonRootBases: strings(root.get('nonRootBases')) ?? DEFAULT_SETTINGS.nonRootBases,
    externalObjects: strings(root.get('externalObjects')) ?? DEFAULT_SETTINGS.externalObjects,
    devStages: strings(root.get('devStages')) ?? DEFAULT_SETTINGS.devStages,
    clusterDns: dns === 'openshift' || dns === 'nodelocal' ? dns : 'kube-dns',
    networkPolicies: networkPolicies === 'required' || networkPolicies === 'off' ? networkPolicies : undefined,
  };
}

function overrideOf(node: YamlNode, folder: string, rules: readonly Rule[]): Override {
  return {
    paths: patterns(node.get('paths'), folder),
    kinds: strings(node.get('kinds')),
    names: strings(node.get('names')),
    containers: strings(node.get('containers')),
    environments: strings(node.get('environments')),
    rules: ruleSettings(node.get('rules'), rules),
  };
}

function ruleSettings(node: YamlNode | undefined, rules: readonly Rule[]): RuleSettings {
  const settings = new Map<string, RuleSetting>();
  for (const [id, value] of node?.entries() ?? []) {
    const rule = rules.find(candidate => candidate.id === id);
    if (rule === undefined) continue;
    const severity = severityOf(value.kind === 'map' ? value.get('severity') : value);
    settings.set(id, { severity, options: optionsOf(rule, value.get('options')) });
  }
  return settings;
}

const SEVERITIES: ReadonlySet<string> = new Set<Severity | 'off'>(['off', 'error', 'warning', 'information', 'hint']);

function severityOf(node: YamlNode | undefined): Severity | 'off' | undefined {
  return node?.text !== undefined && SEVERITIES.has(node.text) ? (node.text as Severity | 'off') : undefined;
}

function optionsOf({ options = {} }: Rule, node: YamlNode | undefined): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = node?.get(name);
    if (value === undefined) continue;
    const read = option.type === 'strings' ? strings(value) : option.type === 'string' ? value.text : value.value;
    const isValid = option.type === 'strings' ? read !== undefined : typeof read === option.type;
    if (isValid && isAllowed(option, read)) values[name] = read;
  }
  return values;
}

function isAllowed(option: NonNullable<Rule['options']>[string], value: unknown): boolean {
  if (option.type === 'string') return option.values?.some(allowed => allowed === value) ?? true;
  if (option.type !== 'number') return true;
  return Number(value) >= (option.minimum ?? Number.NEGATIVE_INFINITY) && Number(value) <= (option.maximum ?? Number.POSITIVE_INFINITY);
}

function patterns(node: YamlNode | undefined, folder: string): PathPatterns | undefined {
  const list = strings(node);
  return list === undefined ? undefined : new PathPatterns(folder, list);
}

/** The texts of a list; `undefined` if there is no list. */
function strings(node: YamlNode | undefined): readonly string[] | undefined {
  return node?.kind === 'sequence' ? node.items().flatMap(({ text }) => text ?? []) : undefined;
}
