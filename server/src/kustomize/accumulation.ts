import type { Location } from '../text/span.js';
import type { BuildGap, BuildProblem } from './build-problem.js';
import type { BuiltObject } from './built-object.js';
import { DEFAULT_CONFIGURATION, type FieldConfiguration, mergeConfigurations } from './field-configuration.js';
import { idText } from './resource-id.js';
import { ResourceList } from './resource-list.js';
import type { Variable } from './variables.js';

/** What one kustomization gives, before names get their hashes: its objects, and what those above it have to know. */
export class Accumulation {
  readonly resources = new ResourceList();
  readonly variables: Variable[] = [];
  readonly problems: BuildProblem[] = [];
  readonly gaps: BuildGap[] = [];
  /** Every file that was asked for, with its text; `undefined` for those that are not there. */
  readonly files = new Map<string, string | undefined>();
  /** The files of objects and of patches: what they are read for. */
  readonly uses = new Map<string, 'object' | 'patch'>();
  /** How many kustomizations are between a file and the top: a base's is higher. */
  readonly depths = new Map<string, number>();
  /** Targets of patches that select nothing, which kustomize takes without a word. */
  readonly idlePatches: Location[] = [];
  /** Files for generators that cannot be read. */
  readonly unreadSources: { readonly path: string; readonly origin: Location }[] = [];
  configuration: FieldConfiguration = DEFAULT_CONFIGURATION;

  get objects(): readonly BuiltObject[] {
    return this.resources.objects;
  }

  /** Whether there may be more than is known. */
  isOpenTo(hides: BuildGap['hides']): boolean {
    return this.gaps.some(gap => gap.hides === hides) || (hides === 'objects' && this.problems.some(({ losesObjects }) => losesObjects));
  }

  refuse(
    kind: BuildProblem['kind'],
    message: string,
    origin: Location,
    more: Omit<BuildProblem, 'kind' | 'message' | 'origin'> = {},
  ): void {
    this.problems.push({ kind, message, origin, ...more });
  }

  miss(hides: BuildGap['hides'], message: string, origin: Location): void {
    this.gaps.push({ hides, message, origin });
  }

  add(objects: readonly BuiltObject[]): void {
    for (const object of this.resources.add(objects)) {
      this.refuse('duplicate', `There is already ${idText(object.id)}.`, object.root.origin);
    }
  }

  /** Takes over a copy of what a kustomization below gave. */
  absorb(below: Accumulation): void {
    this.add(below.objects.map(object => object.clone()));
    this.configuration = mergeConfigurations(this.configuration, below.configuration);
    const names = new Set(this.variables.map(({ name }) => name));
    this.variables.push(...below.variables.filter(({ name }) => !names.has(name)));
    this.note(below);
  }

  /** Takes over which files were read below, and what was wrong there. */
  note(below: Accumulation): void {
    this.problems.push(...below.problems);
    this.gaps.push(...below.gaps);
    this.idlePatches.push(...below.idlePatches);
    this.unreadSources.push(...below.unreadSources);
    for (const [uri, text] of below.files) this.files.set(uri, text);
    for (const [uri, use] of below.uses) this.uses.set(uri, use);
    for (const [uri, depth] of below.depths) this.depths.set(uri, Math.max(this.depths.get(uri) ?? 0, depth + 1));
  }
}
