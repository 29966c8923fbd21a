import { GoMap } from '../gotemplate/value.js';
import type { Span } from '../text/span.js';
import type { TextEdit } from '../text/text-edit.js';
import { renameKey } from '../yaml/yaml-edit.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { isPlainName, type SettingKind, type SettingStep, settingSteps, withSetValues } from './set-values.js';
import { findValue } from './tables.js';
import { kindOf, type ValueKind } from './value-knowledge.js';

/** A value that is laid over those of a chart, as rules about names and kinds see it: wherever its name is written, and however. */
export interface GivenValue {
  readonly kind: ValueKind;
  readonly nameSpan: Span;
  /** Whether something in it is there to be repeated elsewhere. */
  readonly isReferredTo: boolean;
  /** The entries of a map in the order written. A key may come up several times. */
  entries(): readonly (readonly [key: string, value: GivenValue])[];
  /** Whether nothing else has a name already that it would have under another one. */
  isFree(name: string): boolean;
  /** Another name for it; `undefined` where that cannot be written. */
  rename(name: string): TextEdit | undefined;
}

/** A value in YAML. */
export function givenByNode(node: YamlNode): GivenValue {
  return new NodeValue(node);
}

class NodeValue implements GivenValue {
  readonly #node: YamlNode;

  constructor(node: YamlNode) {
    this.#node = node;
  }

  get kind(): ValueKind {
    const { kind, value } = this.#node;
    if (kind === 'map') return this.#node.entries().length === 0 ? 'empty-map' : 'map';
    if (kind === 'sequence') return 'list';
    return value === null || value === undefined ? 'null' : 'scalar';
  }

  get nameSpan(): Span {
    return this.#node.keySpan ?? this.#node.span;
  }

  get isReferredTo(): boolean {
    return holdsAnchor(this.#node);
  }

  entries(): readonly (readonly [key: string, value: GivenValue])[] {
    return this.#node.entries().map(([key, node]) => [key, new NodeValue(node)] as const);
  }

  isFree(name: string): boolean {
    return this.#node.parent?.get(name) === undefined;
  }

  rename(name: string): TextEdit | undefined {
    return renameKey(this.#node, name);
  }
}

function holdsAnchor(node: YamlNode): boolean {
  if (node.anchor !== undefined) return true;
  return !node.isShared && (node.entries().some(([, child]) => holdsAnchor(child)) || node.items().some(holdsAnchor));
}

/** A single value as `--set` takes it, and where its name is written: `image.tag`. */
export interface NamedSetting {
  readonly name: string;
  readonly kind: ValueKind;
  /** Where its name stands, letter for letter; `undefined` where it is written in another way. */
  readonly span: Span | undefined;
}

/** The kind of what a setting sets, `image.tag=1.2`; `undefined` for what Helm does not take. */
export function kindOfSetting(setting: { readonly text: string; readonly kind: SettingKind }, name: string): ValueKind | undefined {
  const result = withSetValues(new GoMap(), setting);
  const keys = settingSteps(name)?.map(({ key }) => key) ?? [];
  // Whatever is in a list, the name leads no further than to the list for those who judge it.
  const end = keys.findIndex(key => typeof key === 'number');
  const path = (end === -1 ? keys : keys.slice(0, end)).map(String);
  const value = 'values' in result ? findValue(result.values, path) : undefined;
  return value && kindOf(value.data);
}

/** The map that several settings make together, in which each has its own entries. */
export function givenBySettings(settings: readonly NamedSetting[], span: Span): GivenValue {
  const spelled = settings.flatMap(setting => {
    const steps = settingSteps(setting.name);
    return steps === undefined ? [] : [{ ...setting, steps }];
  });
  return new SettingsValue(spelled, spelled, 0, span);
}

interface SpelledSetting extends NamedSetting {
  readonly steps: readonly SettingStep[];
}

/** What the names of settings spell behind their first steps. */
class SettingsValue implements GivenValue {
  readonly nameSpan: Span;
  readonly isReferredTo = false;
  readonly #own: readonly SpelledSetting[];
  /** Those that lead to the same map as they do. */
  readonly #beside: readonly SpelledSetting[];
  readonly #depth: number;

  constructor(own: readonly SpelledSetting[], beside: readonly SpelledSetting[], depth: number, nameSpan: Span) {
    this.#own = own;
    this.#beside = beside;
    this.#depth = depth;
    this.nameSpan = nameSpan;
  }

  get kind(): ValueKind {
    const [{ steps, kind } = { steps: [], kind: 'empty-map' } as const] = this.#own;
    const next = steps[this.#depth]?.key;
    return typeof next === 'string' ? 'map' : typeof next === 'number' ? 'list' : kind;
  }

  entries(): readonly (readonly [key: string, value: GivenValue])[] {
    return this.#own.flatMap(setting => {
      const step = setting.steps[this.#depth];
      if (setting.span === undefined || typeof step?.key !== 'string') return [];
      const { key } = step;
      const { start } = setting.span;
      const span = { start: start + step.span.start, end: start + step.span.end };
      return [[key, new SettingsValue([setting], this.#inside, this.#depth + 1, span)] as const];
    });
  }

  /** Those that lead on from here. */
  get #inside(): readonly SpelledSetting[] {
    const key = this.#own[0]?.steps[this.#depth - 1]?.key;
    return this.#depth === 0 ? this.#beside : this.#beside.filter(({ steps }) => steps[this.#depth - 1]?.key === key);
  }

  isFree(name: string): boolean {
    const [own] = this.#own;
    const rest = keysFrom(own, this.#depth);
    return !this.#beside.some(other => {
      const theirs = keysFrom(other, this.#depth);
      const isBeside = other !== own && other.steps[this.#depth - 1]?.key === name;
      // What both spell, or one of them as a part of the other.
      return isBeside && rest.every((key, index) => index >= theirs.length || theirs[index] === key);
    });
  }

  /** A name in which nothing has another meaning, neither for Helm nor in YAML. */
  rename(name: string): TextEdit | undefined {
    return isPlainName(name) ? { span: this.nameSpan, newText: name } : undefined;
  }
}

function keysFrom(setting: SpelledSetting | undefined, depth: number): readonly (string | number)[] {
  return (setting?.steps ?? []).slice(depth).map(({ key }) => key);
}
