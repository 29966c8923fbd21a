import type { Profile, Rule, Severity } from '../rules/define-rule.js';

/** The profiles that `extends` may name, with what each is for. */
export const PROFILES: Readonly<Record<Profile, string>> = {
  minimal: 'Only what the API server, the runtime or the build rejects.',
  sop: 'The standard operating procedure. The default.',
  strict: 'Everything, with hints raised to warnings.',
  hardening: 'Adds the rules that harden containers and the network. On its own it stands on `sop`.',
};

export const DEFAULT_PROFILES: readonly Profile[] = ['sop'];

/** The severity of a rule under profiles that are merged from left to right: the last one that says something about the rule decides. */
export function profileSeverity(rule: Rule, profiles: readonly Profile[]): Severity | 'off' {
  const stack: readonly Profile[] = profiles[0] === 'hardening' ? ['sop', ...profiles] : profiles;
  return stack.reduce<Severity | 'off'>((severity, profile) => opinionOf(rule, profile) ?? severity, 'off');
}

/** The severity of one finding: its own, where it has one, raised like those of rules where hints are. */
export function findingSeverity(severity: Severity, profiles: readonly Profile[]): Severity {
  return profiles.includes('strict') ? raised(severity) : severity;
}

/** What a profile says about a rule; `undefined` if it leaves the rule as it was. */
function opinionOf(rule: Rule, profile: Profile): Severity | 'off' | undefined {
  const said = rule.profiles?.[profile];
  if (said !== undefined) return said;
  switch (profile) {
    case 'minimal':
      return rule.rejected === undefined ? 'off' : rule.severity;
    case 'sop':
      return rule.severity;
    case 'strict':
      return raised(rule.severity);
    case 'hardening':
      return undefined;
  }
}

function raised(severity: Severity): Severity {
  return severity === 'hint' ? 'warning' : severity;
}
