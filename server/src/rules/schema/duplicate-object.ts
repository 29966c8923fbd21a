import type { Resource } from '../../kubernetes/resource.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import { fileOfMade, variantsPrefix } from '../../workspace/made-unit.js';
import { sameNamedObjects } from '../../workspace/same-named-objects.js';
import { fileNameOf } from '../../workspace/uri-path.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { defineRule, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const duplicateObject = defineRule({
  id: 'schema/duplicate-object',
  title: 'Object that is defined twice',
  severity: 'warning',
  release: 2,
  sop: ['beyond: of two objects with one name only one remains'],
  why: `A kind, a namespace and a name are one object in the cluster. What is applied last replaces what was applied first, so that one of
the two manifests describes nothing; Helm refuses to install such a release.`,
  remedy: `Give one of them another name, or merge the two.`,
  on: 'resource',

  *check(resource, { workspace }) {
    yield judge(resource, workspace);
  },
});

function judge(resource: Resource, workspace: WorkspaceView): Outcome {
  const { kind, name, node } = resource;
  const nameNode = node.find('metadata', 'name');
  if (name === '' || nameNode === undefined) return notApplicable('It has no name of its own.');
  if (isUnresolved(name)) return unknown('Its name is filled in later.');
  if (node.find('metadata', 'annotations', 'helm.sh/hook') !== undefined) return notApplicable('It is a hook, which Helm runs by itself.');
  const same = sameNamedObjects(workspace, resource);
  const here = same.filter(({ uri }) => uri === workspace.uri).length;
  if (here > 1) {
    return violated({
      span: nameNode.span,
      message: `${kind} "${name}" is defined ${here} times here: what is applied last replaces the others.`,
    });
  }
  // In a tree of plain files, those with the same names may be alternatives: one for each environment, samples.
  if (variantsPrefix(workspace.unit) === undefined) {
    return same.length > 1 ? unknown('Another file defines it, too: the two may be meant for different clusters.') : satisfied();
  }
  const first = same.find(({ uri }) => uri < workspace.uri);
  if (first === undefined) return satisfied();
  const file = fileNameOf(fileOfMade(first.uri));
  return violated({
    span: nameNode.span,
    message: `${kind} "${name}" is defined in "${file}", too: what is applied last replaces the other.`,
    related: [{ uri: first.uri, object: first.object, path: ['metadata', 'name'], message: 'The other one' }],
  });
}
