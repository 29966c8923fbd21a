import type { Origin } from '../gotemplate/origin.js';
import { GoList, GoMap, type Value } from '../gotemplate/value.js';
import { TextShift } from '../text/text-shift.js';
import type { ValuesFile } from './values-file.js';

/** How texts have moved since earlier versions of their files, as far as someone has asked: all value sets of a chart ask the same. */
export class MovedTexts {
  readonly #shifts = new WeakMap<ValuesFile, { readonly now: ValuesFile; readonly shift: TextShift }>();
  readonly #kept = new WeakMap<ValuesFile, { readonly now: ValuesFile; readonly isKept: boolean }>();

  between(before: ValuesFile, now: ValuesFile): TextShift {
    const known = this.#shifts.get(before);
    if (known?.now === now) return known.shift;
    const shift = new TextShift(before.text, now.text);
    this.#shifts.set(before, { now, shift });
    return shift;
  }

  /** Whether the same keys and values stand at the same places in all files, be the values others. */
  keepPlaces(before: ReadonlyMap<string, ValuesFile>, now: ReadonlyMap<string, ValuesFile>): boolean {
    if (before.size !== now.size) return false;
    for (const [uri, file] of before) {
      const current = now.get(uri);
      if (current === undefined || (current !== file && !this.#keepsPlaces(file, current))) return false;
    }
    return true;
  }

  #keepsPlaces(before: ValuesFile, now: ValuesFile): boolean {
    const known = this.#kept.get(before);
    if (known?.now === now) return known.isKept;
    const isKept =
      before.text.length === now.text.length &&
      isInPlace({ data: before.root, origin: before.origin }, { data: now.root, origin: now.origin });
    this.#kept.set(before, { now, isKept });
    return isKept;
  }
}

function isInPlace(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (!hasSameSpan(a.origin, b.origin)) return false;
  const [before, now] = [a.data, b.data];
  if (before instanceof GoMap && now instanceof GoMap) return areEntriesInPlace(before, now);
  if (before instanceof GoList && now instanceof GoList) {
    return before.items.length === now.items.length && before.items.every((item, index) => isInPlace(item, now.items[index] ?? item));
  }
  return [before, now].every(data => !(data instanceof GoMap || data instanceof GoList));
}

function areEntriesInPlace(before: GoMap, now: GoMap): boolean {
  if (before.size !== now.size) return false;
  for (const [key, value] of before.entries) {
    const current = now.get(key);
    if (current === undefined || !isInPlace(value, current) || !hasSameSpan(before.keyOrigin(key), now.keyOrigin(key))) return false;
  }
  return true;
}

function hasSameSpan(a: Origin | undefined, b: Origin | undefined): boolean {
  return a?.span.start === b?.span.start && a?.span.end === b?.span.end;
}
