import { defineRule, satisfied, violated } from '../define-rule.js';

export const notAnalysed = defineRule({
  id: 'meta/not-analysed',
  title: 'Document that no rule judged',
  severity: 'information',
  profiles: { minimal: 'off' },
  release: 1,
  sop: ['beyond: silence must not be taken for approval'],
  why: `A document without findings looks like one that was found good. This one was not judged at all.`,
  remedy: `Nothing, if the reason is right. To leave the document out on purpose, name it under \`exclude\` in \`.plimsoll.yaml\`.`,
  on: 'document',

  *check({ notAnalysed: reason, span }) {
    yield reason === undefined ? satisfied() : violated({ span, message: `This document was not analysed. ${reason}` });
  },
});
