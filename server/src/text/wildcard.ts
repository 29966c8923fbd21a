/** Whether a pattern stands for a whole text; `*` stands for any part of it, also none. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first)) return false;
  let offset = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, offset);
    if (found === -1) return false;
    offset = found + part.length;
  }
  return text.length - last.length >= offset && text.endsWith(last);
}

/** Whether any of the patterns stands for a text. */
export function matchesAny(patterns: readonly string[], text: string | undefined): boolean {
  return text !== undefined && patterns.some(pattern => matchesWildcard(pattern, text));
}
