/** A carriage return on its own ends a line in YAML, which neither reader knows everywhere. Offsets stay as they are. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}
