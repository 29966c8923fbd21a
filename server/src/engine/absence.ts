import type { Origin, SourceMap } from '../text/source-map.js';
import type { EditIntent } from '../text/text-edit.js';

/** Why what an edit would insert is missing in made text; `undefined` if nothing left it out, or the edit inserts no entry. */
export function absenceOf(intent: EditIntent, map: SourceMap, text: string): Origin | undefined {
  const key = insertedKey(intent);
  if (key === undefined) return undefined;
  const { start, end } = intent.node;
  // What is left out at the end of a map stands behind the white space below it.
  const space = /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
  return map.absenceOf({ start, end: end + space }, key);
}

/** The key of the entry that an edit inserts. */
export function insertedKey(intent: EditIntent): string | undefined {
  return intent.kind === 'entry' ? /^[^\s:]+(?=:)/.exec(intent.lines[0] ?? '')?.[0] : undefined;
}
