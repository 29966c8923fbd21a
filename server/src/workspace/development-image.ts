import { contributorsOf, finalStageOf, type Stage } from '../dockerfile/stage.js';
import { fileNameOf } from './uri-path.js';
import type { WorkspaceView } from './workspace-view.js';

/**
 * Why the image of a stage is for development and never shipped: the stage has a name that the configuration lists in `devStages` and nothing
 * that ships is made from it, or the whole file is for that. `undefined` if nothing says so.
 */
export function developmentPurposeOf(stage: Stage, workspace: Pick<WorkspaceView, 'uri' | 'settings'>): string | undefined {
  const { devStages } = workspace.settings;
  const final = finalStageOf(stage.dockerfile);
  const isShipped = final !== undefined && final !== stage && contributorsOf(final).has(stage);
  const name = stage.name?.toLowerCase();
  if (name !== undefined && devStages.includes(name) && !isShipped)
    return `The stage "${stage.name}" is for development: \`devStages\` lists it.`;
  if (/\/\.devcontainer\//.test(workspace.uri)) return 'The file belongs to a development container.';
  const file = fileNameOf(workspace.uri);
  const variant = /^(?:Dockerfile|Containerfile)[.-](.+)$/i.exec(file)?.[1] ?? /^(.+)[.-](?:Dockerfile|Containerfile)$/i.exec(file)?.[1];
  const isForDevelopment = variant !== undefined && devStages.includes(variant.toLowerCase());
  return isForDevelopment ? `The file is for development by its name: \`devStages\` lists "${variant}".` : undefined;
}
