import type { ApplicationUnit } from '../engine/application-units.js';
import type { UnitsCommand } from './command.js';
import { loadWorkspace } from './load-workspace.js';
import { shownPath } from './places.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

/** Says which files are judged together as one application, and why. */
export function runExplainUnits({ paths }: UnitsCommand, terminal: Terminal): number {
  const { linter, checked } = loadWorkspace(paths, { config: undefined, terminal });
  const wanted = new Set(checked.map(({ uri }) => uri));
  const units = linter.units().filter(({ files }) => files.some(({ uri }) => wanted.has(uri)));
  const left = checked.flatMap(({ uri }) => {
    const reason = linter.report(uri)?.notAnalysed;
    return reason === undefined ? [] : [`${shownPath(uri)}: ${reason}`];
  });
  const texts = units.map(unit => unitText(unit, terminal));
  if (left.length > 0) texts.push(['Belongs to none:', ...left.map(line => `  ${printable(line)}`)].join('\n'));
  terminal.print(texts.length === 0 ? 'There are no Kubernetes objects here.' : texts.join('\n\n'));
  return 0;
}

function unitText(unit: ApplicationUnit, terminal: Terminal): string {
  const { files, objects, leftOut, openBecause } = unit;
  return [
    terminal.style(printable(titleOf(unit)), 'bold'),
    `  ${printable(reasonFor(unit))}`,
    ...(openBecause === undefined ? [] : [`  ${printable(`There may be more: ${openBecause}`)}`]),
    ...leftOut.map(line => `  ${printable(line)}`),
    ...files.map(({ uri }) => `  ${printable(shownPath(uri))}`),
    `  ${printable(objectsText(objects))}`,
  ].join('\n');
}

function titleOf({ kind, uri, variant }: ApplicationUnit): string {
  const path = shownPath(uri);
  if (kind === 'tree') return `${path} (plain manifests)`;
  return kind === 'chart' ? `${path} with ${variant ?? 'its values'} (chart)` : `${path} (kustomization)`;
}

const REASONS: Readonly<Record<ApplicationUnit['kind'], string>> = {
  tree: 'These files stand in one folder, or in folders below it that divide one application by kind or environment.',
  chart: 'Helm renders these files together with one set of values.',
  kustomization: 'No other kustomization uses it; it is built from these files, what changes the others first.',
};

function reasonFor({ kind, siblings }: ApplicationUnit): string {
  if (siblings.length === 0) return REASONS[kind];
  return `${REASONS[kind]} ${siblings.join(', ')} ${siblings.length === 1 ? 'is another variant' : 'are other variants'} of the same application.`;
}

const MOST_OBJECTS = 8;

function objectsText(objects: readonly string[]): string {
  const shown = objects.slice(0, MOST_OBJECTS).join(', ');
  const more = objects.length > MOST_OBJECTS ? ` and ${objects.length - MOST_OBJECTS} more` : '';
  return objects.length === 0 ? 'It has no objects.' : `Objects: ${shown}${more}.`;
}
