import { TextShift } from '../text/text-shift.js';
import type { ValuesFile } from './values-file.js';

/** How texts have moved since earlier versions of their files, as far as someone has asked: all value sets of a chart ask the same. */
export class MovedTexts {
  readonly #shifts = new WeakMap<ValuesFile, { readonly now: ValuesFile; readonly shift: TextShift }>();

  between(before: ValuesFile, now: ValuesFile): TextShift {
    const known = this.#shifts.get(before);
    if (known?.now === now) return known.shift;
    const shift = new TextShift(before.text, now.text);
    this.#shifts.set(before, { now, shift });
    return shift;
  }
}
