import type { Dockerfile } from '../../dockerfile/dockerfile.js';
import { appendWords, firstLineOf, keywordLike, replaceWord } from '../../dockerfile/dockerfile-edit.js';
import { type ImageUse, imageUsesOf } from '../../dockerfile/image-uses.js';
import type { Stage } from '../../dockerfile/stage.js';
import { defineRule, fix, notApplicable, satisfied, violated } from '../define-rule.js';

/** Names that say what such a stage is for, the best first. */
const NAMES = ['builder', 'build', 'base', 'assets'];

export const unnamedStage = defineRule({
  id: 'dockerfile/unnamed-stage',
  title: 'Stage that others refer to by number, or not by name',
  severity: 'information',
  release: 1,
  sop: ['S2.0/4', 'G2.1'],
  why: `\`COPY --from=0\` means the first stage of the file, whichever that is. A stage that somebody puts in front of it later makes the copy take
files from the wrong stage, or fail.`,
  remedy: `Name the stage, \`FROM golang:1.26 AS builder\`, and copy by that name: \`COPY --from=builder\`.`,
  on: 'dockerfile',

  *check(dockerfile) {
    if (dockerfile.stages.length < 2) {
      yield notApplicable('There is one stage only, which needs no name.');
      return;
    }
    const uses = dockerfile.stages.flatMap(imageUsesOf);
    const references = uses.filter(isByNumber);
    const free = freeName(dockerfile, uses);
    for (const stage of dockerfile.stages) {
      const numbers = references.filter(({ source }) => source.kind === 'stage' && source.stage === stage);
      if (stage.name !== undefined && numbers.length > 0) yield* byNumber(stage.name, numbers);
      else if (stage.name !== undefined) yield satisfied();
      else if (stage.isFinal) yield satisfied('The last stage needs no name.');
      else yield withoutName(dockerfile, stage, free, numbers);
    }
  },
});

function isByNumber({ text, source }: ImageUse): boolean {
  return source.kind === 'stage' && /^\d+$/.test(text) && source.stage.name !== text;
}

function* byNumber(name: string, references: readonly ImageUse[]) {
  for (const { text, span, isLiteral } of references)
    yield violated({
      span,
      message: `"${text}" is the stage "${name}" only as long as no stage is put in front of it.`,
      fixes: [isLiteral ? fix(`Refer to it as "${name}"`, 'safe', replaceWord({ span }, name)) : undefined],
    });
}

function withoutName(dockerfile: Dockerfile, stage: Stage, name: string, references: readonly ImageUse[]) {
  const edits = references.map(reference => replaceWord(reference, name));
  const use = references[0] === undefined ? 'has no name' : `has no name, and is referred to as "${references[0].text}"`;
  const canName = stage.from.words.length === 1 && references.every(({ isLiteral }) => isLiteral);
  const as = keywordLike(dockerfile, stage.from, 'AS');
  return violated({
    span: firstLineOf(dockerfile, stage.from.span),
    message: `This stage ${use}.`,
    fixes: [canName ? fix(`Name the stage "${name}"`, 'safe', appendWords(stage.from, `${as} ${name}`), ...edits) : undefined],
  });
}

/** A name that no stage has and no image is called by: later references to such an image would mean the stage. */
function freeName({ stages }: Dockerfile, uses: readonly ImageUse[]): string {
  const names = [...stages.map(({ name }) => name ?? ''), ...uses.map(({ text }) => text)];
  const taken = new Set(names.map(name => name.toLowerCase()));
  return NAMES.find(name => !taken.has(name)) ?? `stage-${stages.length + taken.size}`;
}
