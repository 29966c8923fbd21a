import { contributorsOf, finalStageOf, type Stage } from '../dockerfile/stage.js';
import { fileNameOf, folderOf, relativePath } from './uri-path.js';
import type { WorkspaceView } from './workspace-view.js';

/** Names of folders, and parts of names of files, that say the same as the configured stages, whatever the configuration says. */
const DEVELOPMENT_NAMES = ['devcontainer', 'tilt', 'local', 'tests', 'testdata', 'e2e'];
/** Folders that are for development wherever they stand. */
const DEVELOPMENT_FOLDERS = /\/(?:\.devcontainer|\.github|\.gitlab|\.circleci|e2e)\//;

/** `integration-test`, `e2etests`: a kind of test, and not a service that tests something. */
const TEST_FOLDER = /^(?:integration|e2e|unit|load|smoke|acceptance|functional)[-_]?tests?$/i;

/**
 * Why the image of a stage is for development and never shipped: the stage has a name that the configuration lists in `devStages` and nothing
 * that ships is made from it, or the whole file is for that by its name or its folder. `undefined` if nothing says so.
 */
export function developmentPurposeOf(stage: Stage, workspace: WorkspaceView): string | undefined {
  const { devStages } = workspace.settings;
  const final = finalStageOf(stage.dockerfile);
  const isShipped = final !== undefined && final !== stage && contributorsOf(final).has(stage);
  const name = stage.name?.toLowerCase();
  if (name !== undefined && devStages.includes(name) && !isShipped)
    return `The stage "${stage.name}" is for development: \`devStages\` lists it.`;
  const words = [...devStages, ...DEVELOPMENT_NAMES];
  const word = wordsOfName(fileNameOf(workspace.uri)).find(part => words.includes(part));
  if (word !== undefined) return `The file is for development, by the word "${word}" in its name.`;
  if (DEVELOPMENT_FOLDERS.test(workspace.uri)) return 'The file belongs to the tools of the repository.';
  const folder = foldersInModule(workspace).find(part => words.includes(part.toLowerCase()) || TEST_FOLDER.test(part));
  return folder === undefined ? undefined : `The file is for development, by its folder "${folder}".`;
}

/** `ui` and `tilt` for `Dockerfile.ui.tilt` or `ui-tilt.Dockerfile`. */
function wordsOfName(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[.\-_]/)
    .filter(word => word !== 'dockerfile' && word !== 'containerfile');
}

/** The folders between the module and the file: what stands above the module is not about the repository. */
function foldersInModule(workspace: WorkspaceView): readonly string[] {
  const module = workspace.nearestGoModule();
  const folder = folderOf(workspace.uri);
  if (module === undefined || folderOf(module.uri) === folder) return [];
  return relativePath(folder, folderOf(module.uri)).split('/');
}
