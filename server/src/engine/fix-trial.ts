import type { Fix } from '../rules/define-rule.js';
import { applyEdits, areDisjoint, movedEdit, type TextEdit } from '../text/text-edit.js';
import { fileOfMade } from '../workspace/made-unit.js';
import { folderOf, resolvePath } from '../workspace/uri-path.js';
import type { FileEdit } from './carrying.js';
import type { EditsInFiles } from './edits-in-files.js';
import type { Linter } from './linter.js';
import type { OfferedFix, Report } from './report.js';

/** How many ways to carry one fix are tried. */
const MOST_WAYS = 4;

export interface FixAllResult {
  /** The new texts of changed documents. */
  readonly changes: ReadonlyMap<string, string>;
  readonly created: ReadonlyMap<string, string>;
  /** How many findings were fixed. */
  readonly fixed: number;
}

/** Fix-all stops here, should fixes ever feed each other. */
const MOST_FIXES = 10_000;

/** Tries fixes on a linter, which is put back after each trial. */
export class FixTrial {
  readonly #linter: Linter;
  readonly #edits: EditsInFiles;

  constructor(linter: Linter, edits: EditsInFiles) {
    this.#linter = linter;
    this.#edits = edits;
  }

  /** The fixes of a finding that hold, the best first. */
  offers(report: Report): OfferedFix[] {
    return [...this.#offersAmong(report, report.proposals.fixes)];
  }

  *#offersAmong(report: Report, fixes: readonly Fix[]): Iterable<OfferedFix> {
    const elsewhere: OfferedFix[] = [];
    for (const fix of fixes) {
      const offer = this.#carry(report, fix).find(candidate => this.#holds(report, candidate));
      // What only some variants have is best fixed where it stands: other places may be right for the others.
      const isElsewhere = !report.proposals.isEverywhere && offer?.edits.some(({ uri }) => uri !== report.uri) === true;
      if (isElsewhere) elsewhere.push(offer);
      else if (offer !== undefined) yield offer;
    }
    yield* elsewhere;
  }

  fixAll(uris: readonly string[], safeties: readonly OfferedFix['safety'][], filter: (report: Report) => boolean): FixAllResult {
    return this.#linter.tentatively(() => {
      const before = new Map<string, string | undefined>();
      let fixed = 0;
      for (const uri of uris) {
        for (let next = this.#nextFix(uri, safeties, filter); next !== undefined && fixed < MOST_FIXES; fixed++) {
          for (const target of targetsOf(next)) if (!before.has(target)) before.set(target, this.#linter.textOf(target));
          this.#apply(next);
          next = this.#nextFix(uri, safeties, filter);
        }
      }
      return { ...this.#difference(before), fixed };
    });
  }

  #nextFix(uri: string, safeties: readonly OfferedFix['safety'][], filter: (report: Report) => boolean): OfferedFix | undefined {
    for (const report of this.#linter.report(uri)?.reports ?? []) {
      if (!filter(report)) continue;
      const fixes = report.proposals.fixes.filter(({ safety }) => safeties.includes(safety));
      for (const offer of this.#offersAmong(report, fixes)) return offer;
    }
    return undefined;
  }

  #difference(before: ReadonlyMap<string, string | undefined>): Pick<FixAllResult, 'changes' | 'created'> {
    const changes = new Map<string, string>();
    const created = new Map<string, string>();
    for (const [uri, text] of before) {
      const now = this.#linter.textOf(uri);
      if (now !== undefined && now !== text) (text === undefined ? created : changes).set(uri, now);
    }
    return { changes, created };
  }

  /** The fix with its edits in the files' own offsets, in each way that they can be carried there. */
  #carry(report: Report, fix: Fix): OfferedFix[] {
    const { uri, start } = report.proposals;
    // Nothing says how a file beside a made document would become a part of what is made.
    if (uri !== report.uri && (fix.create?.length ?? 0) > 0) return [];
    const ways = [
      ...fix.edits.map(edit => this.#edits.carried(report, movedEdit(edit, start))),
      ...(fix.elsewhere ?? []).map(({ place, edit }) => this.#edits.elsewhere(place, edit)),
    ];
    if (ways.some(({ length }) => length === 0)) return [];
    const most = Math.min(Math.max(1, ...ways.map(({ length }) => length)), MOST_WAYS);
    return Array.from({ length: most }, (_, index) => ways.flatMap(way => way[Math.min(index, way.length - 1)] ?? [])).flatMap(
      edits => this.#offer(report, fix, edits) ?? [],
    );
  }

  #offer(report: Report, fix: Fix, fileEdits: readonly FileEdit[]): OfferedFix | undefined {
    const edits = new Map<string, TextEdit[]>();
    for (const { uri, edit } of fileEdits) edits.set(uri, [...(edits.get(uri) ?? []), edit]);
    const create = (fix.create ?? []).map(({ path, text }) => ({ uri: resolvePath(folderOf(report.uri), path), text }));
    if (create.some(({ uri }) => uri === undefined || this.#linter.has(uri))) return undefined;
    if ([...edits.values()].some(list => !areDisjoint(list))) return undefined;
    return {
      title: fix.title,
      safety: fix.safety,
      edits: [...edits].map(([uri, list]) => ({ uri, edits: list })),
      create: create.flatMap(({ uri, text }) => (uri === undefined ? [] : [{ uri, text }])),
    };
  }

  /** Whether a fix leaves documents that parse, removes its finding, and adds none anywhere. */
  #holds(report: Report, offer: OfferedFix): boolean {
    const broken = new Set(targetsOf(offer).filter(uri => this.#linter.hasErrors(uri)));
    const errorCount = () => targetsOf(offer).reduce((sum, uri) => sum + this.#linter.errorCount(uri), 0);
    const errorsBefore = errorCount();
    const after = this.#linter.tentatively(() => {
      this.#apply(offer);
      const touched = new Set([report.uri, ...targetsOf(offer), ...this.#linter.takeStale()]);
      const breaks = targetsOf(offer).some(uri => this.#linter.hasErrors(uri) && !broken.has(uri));
      const mends = errorCount() < errorsBefore;
      return { breaks, mends, counts: this.#count(touched), touched };
    });
    if (after.breaks) return false;
    const before = this.#count(after.touched);
    const own = keyOf(report);
    if ((after.counts.mistakes.get(own)?.count ?? 0) >= (before.mistakes.get(own)?.count ?? 0)) return false;
    // What an error of syntax has hidden comes to light with it.
    if (after.mends) return true;
    return [...after.counts.mistakes].every(([key, { count, defect, comesToLight }]) => {
      if (comesToLight || count <= (before.mistakes.get(key)?.count ?? 0)) return true;
      return defect !== undefined && (after.counts.defects.get(defect) ?? 0) <= (before.defects.get(defect) ?? 0);
    });
  }

  #count(uris: Iterable<string>): ReportCounts {
    const mistakes = new Map<string, Mistake>();
    const defects = new Map<string, number>();
    for (const uri of uris) {
      for (const report of this.#linter.report(uri)?.reports ?? []) {
        const defect = defectOf(report);
        const entry = mistakes.get(keyOf(report));
        if (entry === undefined) mistakes.set(keyOf(report), { count: 1, defect, comesToLight: report.comesToLight });
        else entry.count++;
        if (defect !== undefined) defects.set(defect, (defects.get(defect) ?? 0) + 1);
      }
    }
    return { mistakes, defects };
  }

  #apply({ edits, create }: OfferedFix): void {
    for (const { uri, edits: list } of edits) {
      const text = this.#linter.textOf(uri);
      if (text !== undefined) this.#linter.update({ uri, text: applyEdits(text, list), languageId: this.#linter.languageOf(uri) });
    }
    for (const { uri, text } of create) this.#linter.update({ uri, text });
  }
}

/** How often each mistake is reported, and how often each defect: one mistake whichever rule speaks about it. */
interface ReportCounts {
  readonly mistakes: ReadonlyMap<string, Mistake>;
  readonly defects: ReadonlyMap<string, number>;
}

interface Mistake {
  count: number;
  readonly defect: string | undefined;
  readonly comesToLight: boolean;
}

function defectOf({ proposals: { uri }, defect, object }: Report): string | undefined {
  return defect === undefined ? undefined : JSON.stringify([fileOfMade(uri), defect, object?.kind, object?.name]);
}

function targetsOf({ edits, create }: OfferedFix): string[] {
  return [...edits, ...create].map(({ uri }) => uri);
}

/** What makes two reports of two versions of a document the same mistake: not its place, which edits move, also from file to file. */
function keyOf({ proposals: { uri }, rule, message, object }: Report): string {
  return JSON.stringify([fileOfMade(uri), rule.id, message, object?.kind, object?.namespace, object?.name, object?.container]);
}
