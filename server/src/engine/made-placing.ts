import type { Variant } from '../workspace/made-unit.js';
import { isForTests, type MadeFinding, type MadeFindings, type PlacingContext } from './made-findings.js';
import type { AnalysedGroup } from './made-groups.js';

/** A finding of one or several variants at its place in the files. */
export interface PlacedFinding extends MadeFinding {
  /** Those that have it. */
  readonly variants: readonly Variant[];
}

/** The findings of all documents of a group at their places; one that several variants have is one. */
export function placeGroup({ documents }: AnalysedGroup, made: MadeFindings, context: PlacingContext): PlacedFindings {
  const byKey = new Map<string, { readonly finding: MadeFinding; readonly variant: Variant }[]>();
  for (const document of documents.values()) {
    for (const finding of made.of(document, context)) {
      const known = byKey.get(finding.key);
      if (known === undefined) byKey.set(finding.key, [{ finding, variant: document.variant }]);
      else known.push({ finding, variant: document.variant });
    }
  }
  const placed = [...byKey.values()].flatMap(all => {
    const first = all.find(({ variant }) => !isForTests(variant)) ?? all[0];
    return first === undefined ? [] : { ...first.finding, variants: all.map(({ variant }) => variant) };
  });
  return new PlacedFindings(placed);
}

/** The findings of a group, and those that each file has to do with. */
export class PlacedFindings {
  readonly all: readonly PlacedFinding[];
  #byFile: Map<string, PlacedFinding[]> | undefined;

  constructor(all: readonly PlacedFinding[]) {
    this.all = all;
  }

  /** Those that stand in a file, and those that may be suppressed there. */
  of(uri: string): readonly PlacedFinding[] {
    this.#byFile ??= byFileOf(this.all);
    return this.#byFile.get(uri) ?? [];
  }
}

function byFileOf(findings: readonly PlacedFinding[]): Map<string, PlacedFinding[]> {
  const byFile = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    for (const uri of new Set([finding.report.uri, ...finding.ends.map(end => end.uri)])) {
      const known = byFile.get(uri);
      if (known === undefined) byFile.set(uri, [finding]);
      else known.push(finding);
    }
  }
  return byFile;
}

/** What was placed of a group, and its variants. */
export interface PlacedGroup {
  readonly variants: readonly Variant[];
  readonly placed: PlacedFindings;
}

/**
 * The findings of all groups that a file belongs to. One that several groups have in that file is one, and says which variants have it,
 * unless all do.
 */
export function joinGroups(uri: string, groups: readonly PlacedGroup[]): PlacedFinding[] {
  const byKey = new Map<string, PlacedFinding>();
  const elsewhere: PlacedFinding[] = [];
  for (const finding of groups.flatMap(({ placed }) => placed.of(uri))) {
    if (finding.report.uri !== uri) elsewhere.push(finding);
    else {
      const known = byKey.get(finding.key);
      byKey.set(finding.key, known === undefined ? finding : { ...known, variants: [...known.variants, ...finding.variants] });
    }
  }
  const variants = groups.flatMap(group => group.variants);
  return [...[...byKey.values()].flatMap(finding => sayingWhere(finding, variants)), ...elsewhere];
}

/** A finding that says which of the variants have it, and knows whether all of them do. */
function sayingWhere(finding: PlacedFinding, variants: readonly Variant[]): PlacedFinding[] {
  const { report } = finding;
  const counted = counting(finding.variants, variants);
  const lacking = counted.filter(variant => !finding.variants.includes(variant));
  const able = counted.filter(({ layers }) => layers.has(report.uri));
  const missing = able.filter(variant => lacking.includes(variant));
  // A directive that any variant needs is used.
  if (missing.length > 0 && report.rule.on === 'suppression') return [];
  // Applications that share a component may call their variants alike.
  const names = [...new Set(able.filter(variant => !missing.includes(variant)).map(({ name }) => name))];
  const message = missing.length === 0 ? report.message : `${report.message} ${onlyIn(names)}`;
  return [{ ...finding, report: { ...report, message, proposals: { ...report.proposals, isEverywhere: lacking.length === 0 } } }];
}

/**
 * The variants that count for a finding. What only the tests of a chart install has to be right as far as it has to run; otherwise what
 * they do not have does not matter.
 */
function counting(having: readonly Variant[], variants: readonly Variant[]): readonly Variant[] {
  return having.every(isForTests) ? variants : variants.filter(variant => !isForTests(variant));
}

const MOST_NAMES = 4;

function onlyIn(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES - 1), `${names.length - MOST_NAMES + 1} more`] : names;
  const last = shown.at(-1) ?? '';
  return `Only in ${shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last}.`;
}
