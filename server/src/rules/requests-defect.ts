import type { Container } from '../kubernetes/container.js';

/** The mistake that several rules may see in the requests of a container: of these only the most severe speaks. */
export function requestsDefect({ node }: Container): string {
  return `requests of ${node.path.join('.')}`;
}
