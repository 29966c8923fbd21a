import { type BaseImage, findBaseImage } from './base-images.js';
import { ancestryOf, type ImageSource, type Stage } from './stage.js';

/** The external image that a stage comes from in the end, and what is known of it. */
export function externalBaseOf(stage: Stage): { readonly source: ImageSource; readonly facts: BaseImage | undefined } {
  const source = ancestryOf(stage).base;
  if (source.kind === 'scratch') return { source, facts: findBaseImage('scratch') };
  return { source, facts: source.kind === 'image' ? findBaseImage(source.reference) : undefined };
}
