import type { Container } from '../kubernetes/container.js';
import type { ProbeKind } from '../kubernetes/probe.js';

/** The mistake that several rules may see in one probe of a container: of these only the most severe speaks. */
export function probeDefect(kind: ProbeKind, { node }: Container): string {
  return `${kind} of ${node.path.join('.')}`;
}
