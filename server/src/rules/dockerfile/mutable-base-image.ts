import { type ImageReference, parseImageReference } from '../../dockerfile/image-reference.js';
import type { ImageUse } from '../../dockerfile/image-uses.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { imageSubject, judgeImages } from '../base-images.js';
import { defineRule, type Fix, fix, violated } from '../define-rule.js';

export const mutableBaseImage = defineRule({
  id: 'dockerfile/mutable-base-image',
  title: 'Base image without a digest',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/12', 'G2.3'],
  why: `A tag can be moved to another image at any time, by its owner or by somebody who took over the owner's account. The same Dockerfile then
builds something else tomorrow, which nobody reviewed, and a build that worked cannot be repeated. A digest names the content itself.`,
  remedy: `Write the digest behind the tag: \`golang:1.26@sha256:…\`. The tag stays for people to read; the digest decides. Let a bot (Renovate,
Dependabot) move both. Take the digest of the index for all platforms, not that of one: \`docker buildx imagetools inspect golang:1.26\`
shows it.`,
  fixSafety: `The digest is one that the workspace uses for the same tag. It may be older than what the tag means now, or be for one platform only.`,
  on: 'stage',

  check: (stage, { workspace }) =>
    judgeImages(stage, workspace, {
      scratch: '"scratch" is empty, and never changes.',
      satisfiedBy: ({ digest }) => (digest === undefined ? undefined : 'The image has a digest.'),
      judge: (use, reference, defect) =>
        violated({
          span: use.span,
          message: `${imageSubject(use, reference)} has no digest, so another image can take its place without a change here.`,
          fixes: [reuseOfDigest(use, reference, workspace)],
          defect,
        }),
    }),
});

/** Appends the digest that the workspace uses for the same tag, if it agrees on one. */
function reuseOfDigest(use: ImageUse, reference: ImageReference, workspace: WorkspaceView): Fix | undefined {
  if (!use.isLiteral) return undefined;
  const sameTag = workspace
    .baseImageUses(reference.name)
    .map(text => parseImageReference(text))
    .filter(other => other !== undefined && (other.tag ?? 'latest') === (reference.tag ?? 'latest'));
  const digests = [...new Set(sameTag.flatMap(other => other?.digest ?? []))];
  const [digest] = digests;
  if (digest === undefined || digests.length > 1) return undefined;
  const end = reference.span.end;
  return fix(`Pin to ${digest.slice(0, 'sha256:'.length + 12)}…, which the workspace uses for "${reference.text}"`, 'unsafe', {
    span: { start: end, end },
    newText: `@${digest}`,
  });
}
