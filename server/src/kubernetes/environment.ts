import type { Container } from './container.js';

/**
 * The text that a variable has in the container: `$(OTHER)` replaced by variables written before it, `$$` unescaped.
 * `undefined` if it is absent, comes from elsewhere (`valueFrom`), or depends on what does. `envFrom` is not read.
 */
export function variableText(container: Container, name: string): string | undefined {
  const names = [...container.env.keys()];
  const variable = container.env.get(name);
  if (variable === undefined || variable.valueFrom !== undefined) return undefined;
  const earlier = new Set(names.filter(other => startOf(container, other) < variable.node.span.start));
  const text = variable.value === undefined ? '' : variable.value.text;
  return text === undefined ? undefined : expanded(container, text, earlier);
}

function startOf(container: Container, name: string): number {
  return container.env.get(name)?.node.span.start ?? Number.POSITIVE_INFINITY;
}

function expanded(container: Container, text: string, earlier: ReadonlySet<string>): string | undefined {
  if (/\$\{|\{\{|<%|^ENC\[/.test(text)) return undefined;
  let isKnown = true;
  const result = text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, reference: string | undefined) => {
    if (reference === undefined) return '$';
    const value = earlier.has(reference) ? variableText(container, reference) : undefined;
    if (value !== undefined) return value;
    if (earlier.has(reference) || container.envFrom.length > 0 || /_(?:HOST|PORT)/.test(reference)) isKnown = false;
    return whole;
  });
  return isKnown ? result : undefined;
}
