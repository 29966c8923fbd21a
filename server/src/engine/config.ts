import type { Profile, Rule, Severity } from '../rules/define-rule.js';
import type { OptionDeclarations, OptionValues } from '../rules/options.js';
import { matchesAny } from '../text/wildcard.js';
import type { WorkspaceSettings } from '../workspace/workspace-view.js';
import type { PathPatterns } from './path-patterns.js';
import { DEFAULT_PROFILES, findingSeverity, profileSeverity } from './profiles.js';

/** What one `.plimsoll.yaml` says. */
export interface ConfigContent {
  /** Merged from left to right. */
  readonly profiles: readonly Profile[];
  readonly settings: WorkspaceSettings;
  readonly rules: RuleSettings;
  /** Later ones win. */
  readonly overrides: readonly Override[];
  readonly exclude: PathPatterns | undefined;
  /** By environment, the values files to install a chart with. */
  readonly valueSets: ReadonlyMap<string, readonly string[]>;
}

/** By rule id. */
export type RuleSettings = ReadonlyMap<string, RuleSetting>;

export interface RuleSetting {
  readonly severity: Severity | 'off' | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Rule settings for some subjects only: every condition that is there has to hold. */
export interface Override {
  readonly paths: PathPatterns | undefined;
  readonly kinds: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
  readonly containers: readonly string[] | undefined;
  readonly environments: readonly string[] | undefined;
  readonly rules: RuleSettings;
}

/** What settings may depend on. */
export interface ConfiguredSubject {
  readonly uri: string;
  readonly object?: { readonly kind: string; readonly name: string; readonly container: string | undefined } | undefined;
  readonly environment?: string | undefined;
}

/** The configuration that holds for a document. */
export class Config {
  readonly settings: WorkspaceSettings;
  readonly valueSets: ConfigContent['valueSets'];
  readonly #content: ConfigContent;
  readonly #optionsByRule = new Map<string, OptionValues<OptionDeclarations>>();
  readonly #offByRule = new Map<string, boolean>();

  constructor(content: ConfigContent) {
    this.settings = content.settings;
    this.valueSets = content.valueSets;
    this.#content = content;
  }

  /**
   * The severity at which a finding is shown, or `off`. A `severity` that the rule gave this one finding counts, unless the
   * configuration names one.
   */
  severityOf(rule: Rule, finding: ConfiguredSubject & { readonly severity?: Severity | undefined }): Severity | 'off' {
    const configured = this.#settingsFor(rule, finding).find(({ severity }) => severity !== undefined)?.severity;
    if (configured !== undefined) return configured;
    const severity = profileSeverity(rule, this.#content.profiles);
    return severity === 'off' || finding.severity === undefined ? severity : findingSeverity(finding.severity, this.#content.profiles);
  }

  /** Whether a rule is off whatever it judges, so that it need not run. */
  isOff(rule: Rule): boolean {
    const known = this.#offByRule.get(rule.id);
    if (known !== undefined) return known;
    const isOff = !this.isOverridden(rule) && this.severityOf(rule, { uri: '' }) === 'off';
    this.#offByRule.set(rule.id, isOff);
    return isOff;
  }

  /** The options of a rule: what is configured, over the defaults. Where no override names the rule, the same object every time. */
  optionsOf(rule: Rule, subject?: ConfiguredSubject): OptionValues<OptionDeclarations> {
    if (subject !== undefined && this.isOverridden(rule)) return mergedOptions(rule, this.#settingsFor(rule, subject));
    const known = this.#optionsByRule.get(rule.id);
    if (known !== undefined) return known;
    const general = this.#content.rules.get(rule.id);
    const options = mergedOptions(rule, general === undefined ? [] : [general]);
    this.#optionsByRule.set(rule.id, options);
    return options;
  }

  /** Whether a file is to be left alone. */
  isExcluded(uri: string): boolean {
    return this.#content.exclude?.matches(uri) ?? false;
  }

  /** Whether what holds for a rule may depend on the subject. */
  isOverridden({ id }: Rule): boolean {
    return this.#content.overrides.some(({ rules }) => rules.has(id));
  }

  /** The settings that speak about a rule and a subject, the one that wins first. */
  #settingsFor({ id }: Rule, subject: ConfiguredSubject): readonly RuleSetting[] {
    const general = this.#content.rules.get(id);
    const settings = general === undefined ? [] : [general];
    for (const override of this.#content.overrides) {
      const setting = override.rules.get(id);
      if (setting !== undefined && applies(override, subject)) settings.unshift(setting);
    }
    return settings;
  }
}

export const DEFAULT_SETTINGS: WorkspaceSettings = {
  kubernetesVersion: undefined,
  goImages: [],
  nonRootBases: [],
  externalObjects: [],
  devStages: ['dev', 'test', 'debug', 'ci'],
  clusterDns: 'kube-dns',
  networkPolicies: undefined,
};

/** The default profile, with nothing configured. */
export const DEFAULT_CONFIG = new Config({
  profiles: DEFAULT_PROFILES,
  settings: DEFAULT_SETTINGS,
  rules: new Map(),
  overrides: [],
  exclude: undefined,
  valueSets: new Map(),
});

function applies({ paths, kinds, names, containers, environments }: Override, { uri, object, environment }: ConfiguredSubject): boolean {
  return (
    (paths === undefined || paths.matches(uri)) &&
    (kinds === undefined || matchesAny(kinds, object?.kind)) &&
    (names === undefined || matchesAny(names, object?.name)) &&
    (containers === undefined || matchesAny(containers, object?.container)) &&
    (environments === undefined || matchesAny(environments, environment))
  );
}

/** @param settings the one that wins first */
function mergedOptions(rule: Rule, settings: readonly RuleSetting[]): OptionValues<OptionDeclarations> {
  const defaults = Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]);
  return Object.assign(Object.fromEntries(defaults), ...settings.map(({ options }) => options).reverse());
}
