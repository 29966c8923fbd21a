import { isLatest, parseImageReference } from '../../dockerfile/image-reference.js';
import { placeholderInImage } from '../../kubernetes/placeholder.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const mutableTag = defineRule({
  id: 'image/mutable-tag',
  title: 'Image without a digest',
  severity: 'hint',
  profiles: { sop: 'off', strict: 'warning', hardening: 'hint' },
  release: 2,
  sop: ['S10.0/2'],
  why: `A tag can be moved to another image by whoever may push to the registry. Then Pods that start later run something else than those that
run already, and nothing in the repository has changed.`,
  remedy: `Add the digest behind the tag: \`redis:7.4.1@sha256:…\`. The tag stays for people to read.`,
  fixSafety: `The digest is the one that another file has for this tag; the tag may have been moved since.`,
  on: 'container',

  *check({ image }, { workspace }) {
    yield image?.text === undefined ? notApplicable('It names no image.') : judge(image, image.text, workspace);
  },
});

function judge(node: YamlNode, text: string, workspace: WorkspaceView): Outcome {
  if (isUnresolved(text)) return unknown('The image is filled in later.');
  if (placeholderInImage(text) !== undefined) return notApplicable('The image is a placeholder.');
  const reference = parseImageReference(text);
  if (reference === undefined) return unknown('The image is no reference that can be read.');
  if (reference.digest !== undefined) return satisfied();
  if (isLatest(reference)) return notApplicable('It has no version to pin.');
  if (workspace.imageBuiltAs(text) !== undefined)
    return notApplicable('A Dockerfile of the workspace builds it: the pipeline writes its digest.');
  const pinned = workspace.imagesNamedLike(text).find(other => other.startsWith(`${text}@`));
  return violated({
    span: pointAt(node),
    message: `Image "${text}" has no digest, so that another one can take its place without a change here.`,
    fixes: [pinned === undefined ? undefined : fix(`Use ${pinned}`, 'unsafe', replaceScalar(node, pinned))],
  });
}
