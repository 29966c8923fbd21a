import type { Container } from '../../kubernetes/container.js';
import { limitOf } from '../../kubernetes/container-resources.js';
import { formatGoMemoryLimit, goMemoryLimitFor, parseGoMemoryLimit } from '../../kubernetes/go-memory-limit.js';
import { parseQuantity, type Quantity, quantityOf, wholeUnitsOf } from '../../kubernetes/quantity.js';
import { isUnresolved } from '../../kubernetes/unresolved-text.js';
import type { Place } from '../../workspace/facts.js';
import { goVariableOf } from '../../workspace/go-variable.js';
import { replaceScalar } from '../../yaml/yaml-edit.js';
import type { YamlNode } from '../../yaml/yaml-node.js';
import { defineRule, type Fix, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';
import { HEAP_SHARE } from '../heap-share.js';

/** Below this a bare number is not a limit that anybody meant: it counts bytes. */
const SMALLEST = 1n << 20n;

export const gomemlimitInvalidUnit = defineRule({
  id: 'go/gomemlimit-invalid-unit',
  title: 'GOMEMLIMIT that Go cannot read',
  severity: 'error',
  rejected: 'runtime',
  release: 1,
  sop: ['G6.3'],
  why: `The Go runtime ends the process at its start with "malformed GOMEMLIMIT" when it cannot read the value, and the container ends up
in \`CrashLoopBackOff\`. Its units are not those of Kubernetes: \`MiB\`, not \`Mi\`; whole numbers only. A bare number is bytes.`,
  remedy: `Write digits and one of \`B\`, \`KiB\`, \`MiB\`, \`GiB\`, \`TiB\`, or \`off\`.`,
  fixSafety: `Where the text does not say which amount was meant (\`90%\`, \`460MB\`, \`460\`), the fix is a guess from the figure or from the memory limit.`,
  options: {
    ratio: HEAP_SHARE,
  },
  on: 'container',

  *check(container, { workspace, options }) {
    const variable = goVariableOf(container, 'GOMEMLIMIT', workspace);
    if (variable.kind === 'open') yield unknown(variable.because);
    else if (variable.kind === 'text') {
      const at = variable.node ?? mark(container);
      yield* judge({ ...variable, mark: at }, quantityOf(limitOf(container, 'memory')?.node), options.ratio);
    } else yield notApplicable(variable.kind === 'unset' ? 'GOMEMLIMIT is not set.' : 'GOMEMLIMIT comes from a field of the Pod.');
  },

  also: {
    *shape({ env, resources }, { options }) {
      const node = env.get('GOMEMLIMIT');
      const text = node?.text;
      if (node === undefined || text === undefined) yield notApplicable('GOMEMLIMIT is not set in this map.');
      else if (isUnresolved(text)) yield unknown('GOMEMLIMIT is not literal.');
      else yield* judge({ text, node, mark: node, elsewhere: undefined }, quantityOf(resources?.find('limits', 'memory')), options.ratio);
    },
  },
});

interface Value {
  readonly text: string;
  /** The value in this document. */
  readonly node: YamlNode | undefined;
  /** What the finding marks. */
  readonly mark: YamlNode;
  readonly elsewhere: Place | undefined;
}

function* judge({ text, node, mark: { span }, elsewhere }: Value, limit: Quantity | undefined, ratio: number): Iterable<Outcome> {
  const parsed = parseGoMemoryLimit(text);
  const isTiny = parsed.kind === 'bytes' && parsed.bytes < SMALLEST && /^\d+$/.test(text) && parsed.bytes > 0n;
  if (parsed.kind !== 'malformed' && !isTiny) {
    yield parsed.kind === 'unset'
      ? notApplicable('GOMEMLIMIT is empty, which is as if it were not set.')
      : satisfied(`Go reads "${text}".`);
    return;
  }
  const problem = isTiny
    ? `GOMEMLIMIT is "${text}": a number without a unit is bytes, so the collector runs all the time.`
    : `Go cannot read GOMEMLIMIT "${text}" and ends the process at its start ("malformed GOMEMLIMIT").`;
  const isWritten = node?.text === text;
  yield violated({
    span,
    message: `${problem} It takes whole numbers with B, KiB, MiB, GiB or TiB, or "off".`,
    fixes: isWritten ? repairs(text, node, limit, ratio) : [],
    related: elsewhere === undefined ? [] : [{ ...elsewhere, message: 'GOMEMLIMIT is set here.' }],
  });
}

/** What may have been meant, the surest first. */
function repairs(text: string, node: YamlNode, limit: Quantity | undefined, ratio: number): (Fix | undefined)[] {
  const sure = exactly(text);
  const likely = sure === undefined ? likelyMeant(text, limit, ratio) : undefined;
  const wanted = sure ?? likely;
  if (wanted === undefined) return [];
  return [fix(`Set GOMEMLIMIT to ${wanted}`, sure === undefined ? 'unsafe' : 'safe', replaceScalar(node, wanted))];
}

/** The same amount in Go's spelling, where the text leaves no doubt: `460Mi`, ` 460MiB `, `460mib`, `1.5GiB`, `OFF`. */
function exactly(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'off') return 'off';
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt])i(b?)$/i.exec(trimmed);
  const [, amount, letter] = match ?? [];
  if (amount === undefined || letter === undefined) return undefined;
  const bytes = parseQuantity(`${amount}${letter.toUpperCase()}i`);
  return bytes === undefined || wholeUnitsOf(bytes) < SMALLEST ? undefined : formatGoMemoryLimit(wholeUnitsOf(bytes));
}

/** A figure with a decimal unit or none was probably meant in MiB or GiB; a share is one of the memory limit. */
function likelyMeant(text: string, limit: Quantity | undefined, ratio: number): string | undefined {
  const match = /^(\d+)\s*([MG]?)B?$/i.exec(text.trim());
  const amount = Number(match?.[1] ?? 'NaN');
  const isPlausible = match?.[2] !== '' || (amount >= 16 && amount < 100_000);
  if (match !== null && isPlausible) return `${amount}${match[2]?.toUpperCase() === 'G' ? 'GiB' : 'MiB'}`;
  const share = /^(\d+(?:\.\d+)?)\s*%$|^(0?\.\d+)$/.exec(text.trim());
  if (limit === undefined || share === null) return undefined;
  const wanted = share[1] === undefined ? Number(share[2]) : Number(share[1]) / 100;
  return goMemoryLimitFor(limit, wanted > 0 && wanted < 1 ? wanted : ratio);
}

/** Where a finding about a value that stands elsewhere is shown: the memory limit, else the container's name. */
function mark(container: Container): YamlNode {
  return limitOf(container, 'memory')?.node ?? container.node.get('name') ?? container.node;
}
