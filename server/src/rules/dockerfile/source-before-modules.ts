import { firstLineOf } from '../../dockerfile/dockerfile-edit.js';
import { moduleLayerEdits } from '../../dockerfile/module-layer-edit.js';
import { type ModuleLayers, moduleLayersOf } from '../../dockerfile/module-layers.js';
import type { Stage } from '../../dockerfile/stage.js';
import { developmentPurposeOf } from '../../workspace/development-image.js';
import type { GoModuleFact } from '../../workspace/facts.js';
import { folderOf } from '../../workspace/uri-path.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { defineRule, type Fix, fix, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

/** How far above the Dockerfile a go.work is looked for. */
const MOST_LEVELS = 6;

export const sourceBeforeModules = defineRule({
  id: 'dockerfile/source-before-modules',
  title: 'Source copied before the modules are downloaded',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/3', 'G2.1'],
  why: `Docker keeps the result of an instruction until something that it reads has changed. After \`COPY . .\` that is any file of the repository:
each build of each commit downloads all modules again, and fails when the proxy is away.`,
  remedy: `Copy \`go.mod\` and \`go.sum\` alone, run \`go mod download\`, and copy the source after that.`,
  on: 'stage',

  *check(stage, { workspace }) {
    const purpose = developmentPurposeOf(stage, workspace);
    const layers = moduleLayersOf(stage);
    if (purpose !== undefined || layers.kind === 'none') {
      yield notApplicable(purpose ?? 'The stage builds no Go program from a copy of the source.');
      return;
    }
    if (layers.kind === 'ordered') {
      yield satisfied(layers.because);
      return;
    }
    const module = workspace.nearestGoModule();
    const exemption = layers.isVendored ? 'The build takes its modules from vendor/.' : exemptionOf(module, workspace);
    if (exemption !== undefined) yield exemption.startsWith('A go.work') ? unknown(exemption) : notApplicable(exemption);
    else {
      const effect = layers.isCached
        ? 'every change of a file looks for them again, if only in a cache mount.'
        : 'every change of a file downloads them all again.';
      yield violated({
        span: firstLineOf(stage.dockerfile, layers.copy.instruction.span),
        ...(layers.isCached ? { severity: 'information' } : {}),
        message: `The source is copied before the modules are downloaded: ${effect}`,
        fixes: [orderLayers(stage, layers, module, workspace)],
        defect: `source ${layers.stage.index}`,
      });
    }
  },
});

/** Why the modules need no layer of their own; `undefined` if nothing says so. */
function exemptionOf(module: GoModuleFact | undefined, workspace: WorkspaceView): string | undefined {
  if (levels(MOST_LEVELS).some(up => workspace.exists(`${up}go.work`))) return 'A go.work decides which modules the build needs.';
  if (module === undefined) return undefined;
  if (module.module.requires.length === 0) return 'The module needs no other modules.';
  return workspace.exists(`${upTo(module, workspace)}vendor/modules.txt`)
    ? 'The modules are in vendor/, and none is downloaded.'
    : undefined;
}

function orderLayers(stage: Stage, layers: ModuleLayers, module: GoModuleFact | undefined, workspace: WorkspaceView): Fix | undefined {
  const isPlainModule = module !== undefined && module.module.localReplacements.length === 0;
  if (!isPlainModule || !workspace.exists(`${upTo(module, workspace)}go.sum`)) return undefined;
  return fix('Copy go.mod and go.sum and download the modules before the source', 'safe', ...moduleLayerEdits(stage, layers));
}

/** The path from the folder of this document up to that of a module above it: `../../`. */
function upTo({ uri }: GoModuleFact, workspace: WorkspaceView): string {
  return '../'.repeat(Math.max(folderOf(workspace.uri).split('/').length - folderOf(uri).split('/').length, 0));
}

function levels(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => '../'.repeat(index));
}
