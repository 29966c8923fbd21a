import { type ImageReference, isLatest, parseImageReference } from '../../dockerfile/image-reference.js';
import type { ContainerShape } from '../../kubernetes/container-shape.js';
import { placeholderInImage } from '../../kubernetes/placeholder.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import type { Span } from '../../text/span.js';
import type { WorkspaceView } from '../../workspace/workspace-view.js';
import { pointAt } from '../../yaml/point-at.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

export const latestTag = defineRule({
  id: 'image/latest-tag',
  title: 'Image without a version',
  severity: 'warning',
  release: 1,
  sop: ['S9.0/3'],
  why: `\`latest\`, and no tag at all, mean whatever was pushed last. Two Pods of one Deployment may run different programs, and going back to
the revision before brings back nothing. For these images alone \`imagePullPolicy\` is \`Always\` unless it is written.`,
  remedy: `Name a version, best with the digest of its manifest: \`redis:7.4.1@sha256:…\`.`,
  fixSafety: `Another version than the one that runs today may differ in more than its number.`,
  on: 'container',

  *check({ image, node }, { workspace }) {
    yield image?.text === undefined
      ? notApplicable('It names no image.')
      : judge(image, image.text, node.get('imagePullPolicy')?.text, workspace);
  },

  also: {
    *shape(shape, { workspace }) {
      const outcome = shape.image === undefined ? undefined : judgeValues(shape, shape.image, workspace);
      if (outcome !== undefined) yield outcome;
    },
  },
});

function judge(node: YamlNode, text: string, pullPolicy: string | undefined, workspace: WorkspaceView): Outcome {
  if (isUnresolved(text)) return unknown('The image is filled in later.');
  if (placeholderInImage(text) !== undefined) return notApplicable('The image is a placeholder.');
  const reference = parseImageReference(text);
  if (reference === undefined) return unknown('The image is no reference that can be read.');
  if (!isLatest(reference)) return satisfied();
  const name = text.slice(0, reference.nameSpan.end);
  const setter = whatSetsTheTag(reference, name, workspace);
  if (setter !== undefined) return unknown(setter);
  const versions = versionsElsewhere(reference, workspace).map(version => name + version.text.slice(version.nameSpan.end));
  return violated({
    span: reference.tagSpan === undefined ? pointAt(node) : spanIn(node, text, reference.tagSpan),
    message: `Image "${text}" ${reference.tag === undefined ? 'has no tag, which means "latest"' : 'is whatever was pushed last'}: ${consequenceOf(pullPolicy)}.`,
    fixes: versions.map(version => fix(`Use ${version}`, 'unsafe', replaceScalar(node, version))),
  });
}

/** Why the tag in the file is not the one that runs; `undefined` if nothing says so. */
function whatSetsTheTag({ tag }: ImageReference, name: string, workspace: WorkspaceView): string | undefined {
  if (workspace.kustomize?.images.includes(name)) return 'Its kustomization sets the tag of the image.';
  const configs = workspace.objects('workspace', 'Config', undefined);
  const isOfSkaffold = configs.some(({ content: { images } }) => Array.isArray(images) && images.includes(name));
  if (isOfSkaffold) return 'Skaffold builds the image, and sets its tag.';
  const isOwnName = tag === undefined && !name.includes('/') && workspace.imageBuiltAs(name) !== undefined;
  return isOwnName
    ? 'A Dockerfile of the workspace builds an image of this name: Skaffold or another build tool fills in the reference.'
    : undefined;
}

/** Values: a tag that says `latest`. Without a tag the template usually takes the version of the chart. */
function judgeValues({ node }: ContainerShape, image: YamlNode, workspace: WorkspaceView): Outcome | undefined {
  if (image.kind !== 'map') {
    const isTagged = parseImageReference(image.text ?? '')?.tag !== undefined;
    if (image.text === undefined || !isTagged) return unknown('A template may add a tag.');
    return judge(image, image.text, node.get('imagePullPolicy')?.text, workspace);
  }
  const tag = image.get('tag');
  const [registry, repository, digest] = ['registry', 'repository', 'digest'].map(key => image.get(key)?.text ?? '');
  if (tag?.text === undefined || tag.text === '')
    return unknown('A template takes the tag from elsewhere, usually from the version of the chart.');
  if (isUnresolved(tag.text)) return unknown('The tag is filled in later.');
  if (tag.text !== 'latest' || digest !== '') return satisfied();
  const name = [registry, repository].filter(part => part !== '').join('/');
  const reference = parseImageReference(name);
  const versions =
    reference === undefined ? [] : versionsElsewhere(reference, workspace).filter(({ digest: pinned }) => pinned === undefined);
  return violated({
    span: pointAt(tag),
    message: `Image "${name}:latest" is whatever was pushed last: ${consequenceOf(image.get('pullPolicy')?.text)}.`,
    fixes: versions.map((version): Fix | undefined => fix(`Use ${version.text}`, 'unsafe', replaceScalar(tag, version.tag ?? ''))),
  });
}

function consequenceOf(pullPolicy: string | undefined): string {
  switch (pullPolicy) {
    case 'IfNotPresent':
      return 'each node keeps the one that it pulled first (imagePullPolicy is IfNotPresent)';
    case 'Never':
      return 'each node runs the one that it has (imagePullPolicy is Never)';
    default:
      return 'each start pulls it again (imagePullPolicy is Always for such an image), and may get another build';
  }
}

/** Versions of the same image that workloads of the unit use, then those of the workspace: three at most. */
function versionsElsewhere({ name }: ImageReference, workspace: WorkspaceView): readonly ImageReference[] {
  const references = workspace.imagesNamedLike(name).flatMap(image => parseImageReference(image) ?? []);
  return references.filter(reference => reference.name === name && !isLatest(reference)).slice(0, 3);
}

/** A part of the text of a scalar, where the text is written as it is. */
function spanIn(node: YamlNode, text: string, { start, end }: Span): Span {
  const offset = node.source.text.slice(node.span.start, node.span.end).indexOf(text);
  const from = node.span.start + offset;
  return offset === -1 ? pointAt(node) : { start: from + start, end: from + end };
}
