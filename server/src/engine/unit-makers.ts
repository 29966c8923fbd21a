import { ChartMaker } from '../workspace/chart-maker.js';
import { KustomizationMaker } from '../workspace/kustomization-maker.js';
import type { UnitMaker } from '../workspace/made-unit.js';

/** Those who make documents from files, each new: one linter has them to itself. */
export function unitMakers(): readonly UnitMaker[] {
  return [new ChartMaker(), new KustomizationMaker()];
}
