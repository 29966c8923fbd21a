import { isGoToolchain } from '../../dockerfile/base-images.js';
import { parseImageReference } from '../../dockerfile/image-reference.js';
import { isGoBefore } from '../../golang/go-version.js';
import { headOf } from '../../kubernetes/container.js';
import { goProgramOf } from '../../workspace/go-program.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { defineRule, notApplicable, satisfied, unknown, violated } from '../define-rule.js';

const SINCE = 19;

export const gomemlimitUnsupported = defineRule({
  id: 'go/gomemlimit-unsupported',
  title: 'GOMEMLIMIT for a runtime that does not know it',
  severity: 'warning',
  release: 2,
  sop: ['S6.0/5'],
  why: `The Go runtime reads GOMEMLIMIT since Go 1.${SINCE}. What an older toolchain has built ignores it, and the heap grows past the limit as before.`,
  remedy: `Build with a supported version of Go.`,
  on: 'container',

  *check(container, { workspace }) {
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind === 'unset') return yield notApplicable('GOMEMLIMIT is not set.');
    const program = goProgramOf(container, workspace);
    if (typeof program === 'string') return yield unknown(program);
    const toolchains = program.image.image.bases
      .map(parseImageReference)
      .filter(base => base !== undefined)
      .filter(isGoToolchain);
    const [toolchain] = toolchains;
    if (toolchain === undefined || toolchains.length > 1) return yield unknown('Which Go builds the program is not known.');
    const isOld = isGoBefore(toolchain.tag, SINCE);
    if (isOld === undefined) return yield unknown(`Which Go "${toolchain.text}" holds is not known.`);
    if (!isOld) return yield satisfied();
    yield violated({
      span: ('node' in variable ? variable.node?.span : undefined) ?? headOf(container),
      message: `GOMEMLIMIT needs Go 1.${SINCE}, and "${toolchain.text}" builds the program of container "${container.name}": it is ignored.`,
      related: [{ message: 'The image is built here.', uri: program.image.uri, object: undefined, path: [] }],
    });
  },
});
