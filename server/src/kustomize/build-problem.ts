import type { Location } from '../text/span.js';

/** Something at which kustomize stops. */
export interface BuildProblem {
  readonly kind: 'missing-file' | 'unreadable' | 'outside' | 'cycle' | 'no-target' | 'duplicate' | 'unknown-field' | 'invalid';
  /** A full sentence. */
  readonly message: string;
  readonly origin: Location;
  /** Of a missing file, where it would be. */
  readonly target?: string | undefined;
  /** What was probably meant. */
  readonly meant?: string | undefined;
  /** Whether only objects are lost to it: all others are as kustomize would make them if it went on. */
  readonly losesObjects?: boolean | undefined;
}

/** Something that kustomize would take into account and we cannot know: a remote base, a chart, a plugin. */
export interface BuildGap {
  /** A full sentence. */
  readonly message: string;
  readonly origin: Location;
  /** Whether objects may be missing in what was built, or whether what was built may be wrong altogether. */
  readonly hides: 'objects' | 'changes';
}
