import { type ImageReference, isLatest, parseImageReference } from '../../dockerfile/image-reference.js';
import type { ImageUse } from '../../dockerfile/image-uses.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { imageSubject, judgeImages } from '../base-images.js';
import { defineRule, type Fix, fix, notApplicable, violated } from '../define-rule.js';

/** A list of tags longer than this helps nobody to choose. */
const MOST_SUGGESTIONS = 3;

export const latestBaseImage = defineRule({
  id: 'dockerfile/latest-base-image',
  title: 'Base image by the tag latest, or by no tag',
  severity: 'warning',
  release: 1,
  sop: ['S2.0/2', 'S2.0/12', 'G2.3'],
  why: `\`latest\` is whatever was pushed last. A new major version arrives in the middle of an unrelated change, two people who build the same
commit get different images, and nothing in the repository says which version is in production.`,
  remedy: `Name the version that you mean, and pin it: \`golang:1.26@sha256:…\`.`,
  fixSafety: `The new tag names an older image than \`latest\` does: one that fits go.mod, or that the workspace uses already.`,
  on: 'stage',

  check: (stage, { workspace }) =>
    judgeImages(stage, workspace, {
      scratch: '"scratch" is empty, and has no versions.',
      satisfiedBy: reference => (isLatest(reference) ? undefined : 'The image has a tag or a digest.'),
      judge: (use, reference, defect) =>
        hasOnlyLatest(reference)
          ? notApplicable("Chainguard's free images have no other tag than latest: a digest pins them.")
          : violated({
              span: use.span,
              message: messageFor(use, reference),
              fixes: [versionOfModule(use, reference, workspace), ...tagsOfWorkspace(use, reference, workspace)],
              defect,
            }),
    }),
});

function hasOnlyLatest({ name }: ImageReference): boolean {
  return name.startsWith('cgr.dev/chainguard/') || name.startsWith('chainguard/');
}

function messageFor(use: ImageUse, reference: ImageReference): string {
  const reason = reference.tag === undefined ? 'names no tag, which means "latest"' : 'is whatever was pushed last';
  return `${imageSubject(use, reference)} ${reason}: the version changes without a change here.`;
}

/** The release line of Go that go.mod asks for. */
function versionOfModule(use: ImageUse, reference: ImageReference, workspace: WorkspaceView): Fix | undefined {
  if (!use.isLiteral || reference.name !== 'golang') return undefined;
  const module = workspace.nearestGoModule()?.module;
  const version = /^(?:go)?(\d+\.\d+)(?:\.\d+)?$/.exec(module?.toolchain ?? module?.goVersion ?? '')?.[1];
  return version === undefined
    ? undefined
    : withTag(reference, version, `Use "${reference.name}:${version}", the release that go.mod names`);
}

/** The versions that other Dockerfiles of the workspace use, with their digests. */
function tagsOfWorkspace(use: ImageUse, reference: ImageReference, workspace: WorkspaceView): readonly (Fix | undefined)[] {
  if (!use.isLiteral) return [];
  return workspace
    .baseImageUses(reference.name)
    .flatMap(text => parseImageReference(text) ?? [])
    .filter(({ tag, digest }) => tag !== undefined && tag !== 'latest' && (digest !== undefined || /\d/.test(tag)))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ tag, digest }) =>
      withTag(
        reference,
        digest === undefined ? `${tag}` : `${tag}@${digest}`,
        `Use "${reference.name}:${tag}", as another Dockerfile of the workspace does`,
      ),
    );
}

function withTag({ nameSpan, tagSpan }: ImageReference, tag: string, title: string): Fix | undefined {
  const edit =
    tagSpan === undefined ? { span: { start: nameSpan.end, end: nameSpan.end }, newText: `:${tag}` } : { span: tagSpan, newText: tag };
  return fix(title, 'unsafe', edit);
}
