import { scalarText } from '../../yaml/scalar-text.js';
import { defineRule, fix, notApplicable, violated } from '../define-rule.js';

export const patchTarget = defineRule({
  id: 'kustomize/patch-target',
  title: 'Path or patch of a kustomization that leads to nothing',
  severity: 'warning',
  release: 3,
  sop: ['beyond: an overlay that does not build changes nothing'],
  why: `A path that leads to no file, or a patch for an object that is not there, fails the build of every overlay above. A target that
selects nothing is worse: kustomize says nothing, and the change that the patch was written for never happens.`,
  remedy: `Correct the path, or the name in the patch: a patch names the object as the files below name it, or as it is named at that point.`,
  fixSafety: `What is written is the likeliest name; the file or object may also still have to be added.`,
  on: 'note',

  *check({ kind, span, message, meant }) {
    if (kind === 'refused' || kind === 'value') return yield notApplicable('It leads somewhere.');
    const correction =
      meant === undefined
        ? undefined
        : fix(`Write "${meant}"`, 'unsafe', { span, newText: scalarText(meant, { inFlow: true, quotes: 'double-quoted', always: false }) });
    const suggestion = meant === undefined ? '' : ` There is "${meant}".`;
    yield violated({
      span,
      message: `${message}${suggestion}`,
      ...(kind === 'idle' ? { severity: 'information' as const } : {}),
      fixes: [correction],
    });
  },
});
