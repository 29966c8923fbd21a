import type { ImageReference } from '../dockerfile/image-reference.js';
import { type ImageUse, imageUsesOf, isPulled } from '../dockerfile/image-uses.js';
import type { Stage } from '../dockerfile/stage.js';
import { developmentPurposeOf } from '../workspace/development-image.js';
import type { WorkspaceView } from '../workspace/workspace-view.js';
import { notApplicable, type Outcome, satisfied, unknown } from './define-rule.js';

/** What a rule about images that a stage builds on, or copies from, asks of each. */
export interface ImageQuestion {
  /** Why the empty image has nothing to judge. */
  readonly scratch: string;
  /** Why an image is as it should be; `undefined` if it is not. */
  readonly satisfiedBy: (reference: ImageReference) => string | undefined;
  /** What is to be said of an image that comes from a registry and is not as it should be. All rules speak of it as one defect. */
  readonly judge: (use: ImageUse, reference: ImageReference, defect: string) => Outcome;
}

/** Judges the images of a stage that come from registries. */
export function* judgeImages(stage: Stage, workspace: WorkspaceView, { scratch, satisfiedBy, judge }: ImageQuestion): Iterable<Outcome> {
  const purpose = developmentPurposeOf(stage, workspace);
  if (purpose !== undefined) return yield notApplicable(purpose);
  for (const [index, use] of imageUsesOf(stage).entries()) {
    const { source } = use;
    if (source.kind === 'scratch') yield notApplicable(scratch);
    else if (source.kind === 'stage') yield notApplicable(`"${use.text}" is an earlier stage.`);
    else if (source.kind === 'unknown') yield unknown(source.because);
    else {
      const reason = satisfiedBy(source.reference);
      if (reason !== undefined) yield satisfied(reason);
      else if (!isPulled(source)) yield unknown(`"${use.text}" comes from no registry: it is built before, or is a context of the build.`);
      else yield judge(use, source.reference, `image ${stage.index}.${index}`);
    }
  }
}

/** An image as a message names it: as written, and what that is by default. */
export function imageSubject({ text }: ImageUse, reference: ImageReference): string {
  return text === reference.text ? `"${text}"` : `"${text}", by default "${reference.text}",`;
}
