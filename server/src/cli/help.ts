const OVERVIEW = `Plimsoll finds where the Dockerfiles, manifests and Helm values of a Go service break the standard.

Usage:
  plimsoll check PATH…               report findings in files and folders
  plimsoll rules                     list the rules
  plimsoll explain RULE [FILE:LINE]  say what a rule is for, or why it fired or stayed silent there
  plimsoll explain --traffic FROM TO say whether network policies let one workload connect to another
  plimsoll explain --units [PATH…]   say which files are judged together as one application, and why
  plimsoll render CHART              print what a Helm chart renders to, and where each line comes from
  plimsoll server --stdio            serve an editor
  plimsoll help [COMMAND]
  plimsoll version

Exit codes: 0 clean, 1 findings, 2 could not run.`;

const TOPICS: Readonly<Record<string, string>> = {
  check: `Usage: plimsoll check PATH… [options]

  --format FORMAT    text (default), json, sarif or github
  --fix              apply the safe fixes
  --unsafe-fixes     with --fix: apply the others, too
  --config FILE      use this configuration instead of each .plimsoll.yaml
  --rule ID          show only this rule; may be given several times
  --fail-on LEVEL    exit with 1 from this severity on: error, warning (default) or information
  --baseline FILE    do not show the findings that this file knows
  --update-baseline  with --baseline: write what is found now to the file
  --report sop       tell what became of each clause of the standard in each application: Markdown, or JSON with --format json

Of a folder, the project around it is read, too, so that references between files are judged rightly; of a file, its whole
repository. Only what was named is reported and fixed. Files that git ignores are left alone.`,
  rules: `Usage: plimsoll rules [--format text|json]

Lists the rules with their severities in the profile "sop".`,
  explain: `Usage: plimsoll explain RULE [FILE:LINE]
       plimsoll explain --traffic FROM TO[:PORT] [PATH…]
       plimsoll explain --units [PATH…]

Without a place, says what the rule is for. With one, says what the rule concluded there, and what it asked of the other
files to conclude it.

With --traffic, says whether FROM may connect to TO by the network policies in PATH (here, if none is given): yes, no, or that the
files do not say; and which policies decide. Both are written as NAME, KIND/NAME, NAMESPACE/NAME or NAMESPACE/KIND/NAME. A Service
as TO stands for the Pods behind it, and either may be an address outside of the cluster. PORT is a number or a name, of the
Service or of the Pods, with /UDP behind it for UDP; without one, each port that the Pods declare is asked about.

With --units, says which files of PATH (here, if none is given) make up one application: a chart with one set of values, a
kustomization that no other one uses, or a tree of plain manifests; and which files belong to none.`,
  render: `Usage: plimsoll render CHART [options]

  --values FILE, -f FILE  values to lay over those of the chart; the last wins
  --set KEY=VALUE         a single value; --set-string takes it as text
  --kube-version VERSION  the version of Kubernetes that the chart sees
  --provenance            write before each line the file and line that it comes from

Prints what "helm template" would, without Helm. What is random (passwords, certificates) is a placeholder.`,
  server: `Usage: plimsoll server --stdio

Speaks the Language Server Protocol over standard input and output.`,
};

/** The help on a command, or the overview. */
export function helpOn(topic: string | undefined): string {
  return (topic !== undefined && Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined) ?? OVERVIEW;
}
