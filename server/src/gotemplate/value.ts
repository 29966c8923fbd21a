import type { Origin } from './origin.js';
import type { TemplateFunction } from './template-function.js';
import type { TracedText } from './traced-text.js';

/** What a template computes with, as Go sees it. `null` is `nil`, a number is a `float64`, a text is a `string`. */
export type Data = null | boolean | number | Int | TracedText | GoBytes | GoMap | GoList | GoObject;

/** Data and where it comes from. */
export interface Value {
  readonly data: Data;
  readonly origin: Origin | undefined;
  /**
   * The data is held as an `interface {}`: it was taken out of a map or list and has not been through a pipeline since.
   * Go tells a `nil` of this kind from no value at all, and words errors differently.
   */
  readonly isInterface?: boolean;
}

/** No value at all. */
export const NIL: Value = { data: null, origin: undefined };

/** Data with its origin. */
export function makeValue(data: Data, origin?: Origin): Value {
  return { data, origin };
}

export type IntType = 'int' | 'int64' | 'uint8' | 'uint64';

/** An integer of 64 bits, which wraps around as in Go. */
export class Int {
  readonly value: bigint;
  readonly type: IntType;

  constructor(value: bigint | number, type: IntType = 'int') {
    this.value = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : BigInt.asIntN(64, BigInt(value));
    this.type = type;
  }

  toNumber(): number {
    return Number(this.value);
  }
}

/** A `[]byte`. */
export class GoBytes {
  readonly content: TracedText;

  constructor(content: TracedText) {
    this.content = content;
  }
}

/**
 * A map with string keys. Functions such as `set` change it in place, as in Go.
 * Keys have origins of their own, where they stand in a file.
 */
export class GoMap {
  readonly entries: Map<string, Value>;
  readonly type: string;
  /** A `nil` map: it reads like an empty one, and cannot be written to. */
  readonly isNil: boolean;
  /** Told of every change. Of maps that several executions share, so that they know that one of them has changed what the others see. */
  journal: ChangeJournal | undefined;
  /** What stands for it in a file, if all of it is written there and nothing has changed it since. */
  written: { readonly file: string; readonly text: string } | undefined;
  #keyOrigins: Map<string, Origin> | undefined;

  constructor(options: { entries?: Map<string, Value>; type?: string; isNil?: boolean; journal?: ChangeJournal } = {}) {
    this.entries = options.entries ?? new Map();
    this.type = options.type ?? 'map[string]interface {}';
    this.isNil = options.isNil ?? false;
    this.journal = options.journal;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  set(key: string, value: Value, keyOrigin?: Origin): this {
    this.#note(key);
    this.entries.set(key, value);
    if (keyOrigin !== undefined) {
      this.#keyOrigins ??= new Map();
      this.#keyOrigins.set(key, keyOrigin);
    }
    return this;
  }

  delete(key: string): void {
    this.#note(key);
    this.entries.delete(key);
    this.#keyOrigins?.delete(key);
  }

  keyOrigin(key: string): Origin | undefined {
    return this.#keyOrigins?.get(key);
  }

  /** The keys in the order in which Go walks through a map in templates: that of their bytes. */
  sortedKeys(): string[] {
    return [...this.entries.keys()].sort(compareTexts);
  }

  #note(key: string): void {
    this.written = undefined;
    if (this.journal === undefined) return;
    const value = this.entries.get(key);
    const keyOrigin = this.#keyOrigins?.get(key);
    this.journal.note(this, key, () => {
      this.entries.delete(key);
      this.#keyOrigins?.delete(key);
      if (value !== undefined) this.entries.set(key, value);
      if (keyOrigin !== undefined) this.#keyOrigins?.set(key, keyOrigin);
    });
  }
}

/** Notes the changes of the maps that carry it, and can take them back. Maps that carry one are also those whose reads are recorded. */
export class ChangeJournal {
  readonly #changes: { readonly map: GoMap; readonly key: string; readonly takeBack: () => void }[] = [];

  /** The entries that were changed, in order. */
  get changes(): readonly { readonly map: GoMap; readonly key: string }[] {
    return this.#changes;
  }

  /** @param takeBack makes the map as it is before the change */
  note(map: GoMap, key: string, takeBack: () => void): void {
    this.#changes.push({ map, key, takeBack });
  }

  takeBackAll(): void {
    for (const { takeBack } of this.#changes.splice(0).reverse()) takeBack();
  }
}

export class GoList {
  readonly items: readonly Value[];
  readonly type: string;
  readonly methods: Methods;

  constructor(items: readonly Value[], type = '[]interface {}', methods: Methods = NO_METHODS) {
    this.items = items;
    this.type = type;
    this.methods = methods;
  }
}

/** The methods of an object or a list, by name: functions that get the arguments of the call, not the object. */
export type Methods = ReadonlyMap<string, TemplateFunction>;

const NO_METHODS: Methods = new Map();

/** A struct, a pointer to one, or another type with fields and methods of its own. */
export class GoObject {
  /** As Go writes it: `*common.Capabilities`. */
  readonly type: string;
  readonly kind: 'struct' | 'ptr' | 'map';
  readonly methods: Methods;
  readonly #fields: () => ReadonlyMap<string, Value>;
  readonly #print: (() => string) | undefined;

  /** `fields` may be a function for fields that are dear to make; `print` is the type's `String` method. */
  constructor(options: {
    type: string;
    kind?: 'struct' | 'ptr' | 'map';
    fields?: ReadonlyMap<string, Value> | (() => ReadonlyMap<string, Value>);
    methods?: Methods;
    print?: () => string;
  }) {
    this.type = options.type;
    this.kind = options.kind ?? (options.type.startsWith('*') ? 'ptr' : 'struct');
    this.methods = options.methods ?? NO_METHODS;
    const fields = options.fields ?? new Map();
    this.#fields = typeof fields === 'function' ? fields : () => fields;
    this.#print = options.print;
  }

  /** The fields in order of declaration; of a map type, its entries. */
  get fields(): ReadonlyMap<string, Value> {
    return this.#fields();
  }

  /** What the type's own `String` method says, if it has one. */
  toText(): string | undefined {
    return this.#print?.();
  }
}

/** A moment, with the zone in which it is shown. */
export class GoTime extends GoObject {
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Seconds east of Greenwich. */
  readonly offset: number;
  readonly zone: string;

  constructor(seconds: number, zone: { nanoseconds?: number; offset?: number; name?: string; methods?: Methods } = {}) {
    super({ type: 'time.Time', ...(zone.methods !== undefined && { methods: zone.methods }) });
    this.seconds = seconds;
    this.nanoseconds = zone.nanoseconds ?? 0;
    this.offset = zone.offset ?? 0;
    this.zone = zone.name ?? 'UTC';
  }

  override toText(): string {
    const local = new Date((this.seconds + this.offset) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const fraction = this.nanoseconds === 0 ? '' : `.${String(this.nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
    const minutes = Math.abs(Math.trunc(this.offset / 60));
    const clock = `${String(Math.trunc(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`;
    return `${local}${fraction} ${this.offset < 0 ? '-' : '+'}${clock} ${this.zone}`;
  }
}

/** Compares as Go does: by the bytes of UTF-8, which is the order of code points. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const leftIsSurrogate = left >= 0xd800 && left <= 0xdfff;
    const rightIsSurrogate = right >= 0xd800 && right <= 0xdfff;
    if (leftIsSurrogate !== rightIsSurrogate) return leftIsSurrogate ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}
