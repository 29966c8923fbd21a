import type { Rule, Severity } from '../rules/define-rule.js';
import type { OptionDeclarations, OptionValues } from '../rules/options.js';
import type { WorkspaceSettings } from '../workspace/workspace-view.js';
import type { ReportedObject } from './report.js';

/** The configuration that holds for one document. */
export interface Config {
  readonly settings: WorkspaceSettings;
  /** The severity at which a finding is shown, overrides applied, or `off`. */
  severityOf(rule: Rule, finding: ConfiguredFinding): Severity | 'off';
  optionsOf(rule: Rule): OptionValues<OptionDeclarations>;
}

/** What severity may depend on. */
export interface ConfiguredFinding {
  readonly uri: string;
  readonly object: ReportedObject | undefined;
  /** The severity that the rule gave this case, if it did. */
  readonly severity: Severity | undefined;
}

export const DEFAULT_SETTINGS: WorkspaceSettings = {
  kubernetesVersion: undefined,
  goImages: [],
  nonRootBases: [],
  externalObjects: [],
  devStages: [],
  clusterDns: 'kube-dns',
  networkPolicies: undefined,
};

/** The default profile with nothing configured. */
export const DEFAULT_CONFIG: Config = {
  settings: DEFAULT_SETTINGS,
  severityOf: (rule, { severity }) => severity ?? rule.profiles?.sop ?? rule.severity,
  optionsOf: rule => Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default])),
};
