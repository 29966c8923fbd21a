/** A text of a file as a terminal may show it: control characters, which could move its cursor or change its colours, become visible. */
export function printable(text: string): string {
  return text.replace(CONTROL, character => (character === '\t' ? '    ' : '\ufffd'));
}

/** How many columns a printable text takes: most characters one, those of East Asia and pictures two, marks that combine none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1;
  return columns;
}

const CONTROL = /\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const COMBINING = /[\p{Mn}\p{Me}\u200b-\u200d\ufeff]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
