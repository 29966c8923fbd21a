import { chartScenarios } from './chart.js';
import { crossFileScenarios } from './cross-file.js';
import { findingScenarios } from './finding.js';
import { fixScenarios } from './fix.js';
import { kustomizationScenarios } from './kustomization.js';
import { runScenarios, type Scenario } from './scenario.js';
import { serverScenarios } from './server.js';
import { snippetScenarios } from './snippet.js';

const SCENARIOS: readonly Scenario[] = [
  ...findingScenarios,
  ...fixScenarios,
  ...snippetScenarios,
  ...crossFileScenarios,
  ...chartScenarios,
  ...kustomizationScenarios,
  ...serverScenarios,
];

/** What VS Code calls in the extension host. `PLIMSOLL_ONLY` narrows the scenarios to those that contain a word. */
export async function run(): Promise<void> {
  const failed = await runScenarios(SCENARIOS.filter(({ name }) => name.includes(process.env['PLIMSOLL_ONLY'] ?? '')));
  if (failed.length > 0) throw new Error(`${failed.length} of ${SCENARIOS.length} scenarios failed: ${failed.join(', ')}`);
}
