/** The mistake that several rules about the selector of a Service may see: of these only the most severe speaks. */
export function selectorDefect(service: string): string {
  return `selector of Service ${service}`;
}
