import { RELEASE_NAME } from '../helm/render-templates.js';
import type { Location } from '../text/span.js';
import { movedEdit, type TextEdit } from '../text/text-edit.js';
import type { Place } from '../workspace/facts.js';
import type { MadeGroup } from '../workspace/made-unit.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import type { AnalysedDocument } from './analysed-document.js';
import { carriedEdits, type FileEdit, type PlacedTree, treeIn } from './carrying.js';
import type { MadeGroups } from './made-groups.js';
import { findPlace } from './placing.js';
import type { Report } from './report.js';

/** Finds the edits of files that do what an edit of a document does, be it one of them or made from them. */
export class EditsInFiles {
  readonly #documents: ReadonlyMap<string, AnalysedDocument>;
  readonly #made: MadeGroups;

  constructor(documents: ReadonlyMap<string, AnalysedDocument>, made: MadeGroups) {
    this.#documents = documents;
    this.#made = made;
  }

  /** The edits of files that may do what an edit of a document does, the likeliest first. `edit` is in the document's own offsets. */
  carried({ proposals: { uri, isEverywhere } }: Report, edit: TextEdit): readonly FileEdit[] {
    return this.#carried(uri, edit, isEverywhere);
  }

  /** The same for an edit in another document, made from the node that is there now. */
  elsewhere(place: Place, edit: (node: YamlNode) => TextEdit | undefined): readonly FileEdit[] {
    const document = this.#made.documentOf(place.uri)?.document ?? this.#documents.get(place.uri);
    const found = document === undefined ? undefined : findPlace(document, place);
    const made = found === undefined || found.depth < place.path.length ? undefined : edit(found.node);
    return found === undefined || made === undefined ? [] : this.#carried(place.uri, movedEdit(made, found.start), true);
  }

  #carried(uri: string, edit: TextEdit, isEverywhere: boolean): readonly FileEdit[] {
    const group = this.#made.groupOf(uri);
    const made = group?.documents.get(uri);
    if (group === undefined || made === undefined) return [{ uri, edit: { span: edit.span, newText: edit.newText } }];
    const { map, document, variant } = made;
    const { text } = document.source;
    const tree = treeIn(uri, text, edit.span.start);
    const layer = (file: string) => (variant.layers.get(file) ?? 0) * (isEverywhere ? 1 : -1);
    const treeAt = (place: Location) => this.#treeAt(place, group.group);
    const textOf = (file: string) => this.#documents.get(file)?.source.text;
    const context = { map, text, treeAt, textOf, order: (a: string, b: string) => layer(a) - layer(b) };
    const edits = tree === undefined ? [] : carriedEdits(edit, tree, context);
    const { readOnly, stale } = group.group;
    if (edits.some(({ uri: file }) => stale?.has(file))) return [];
    // The name of a release that nobody has named stands in what is rendered, and in no file.
    const isMadeUp = ({ edit: { newText } }: FileEdit) => newText.includes(RELEASE_NAME) && !newText.includes('{{');
    return edits.filter(edit => this.#documents.has(edit.uri) && !readOnly.has(edit.uri) && !isMadeUp(edit));
  }

  /** The tree around a place in a file of plain YAML, or in a text in one that something is made of. */
  #treeAt({ uri, span }: Location, { given = [] }: MadeGroup): PlacedTree | undefined {
    const document = this.#documents.get(uri);
    for (const { uri: holder, part } of given) {
      if (holder !== uri || part?.kind !== 'text') continue;
      if (part.text.search(/\S/) <= span.start && span.start <= part.text.length) return treeIn(uri, part.text, span.start);
    }
    return document === undefined || document.place.kind === 'helm-template' ? undefined : treeIn(uri, document.source.text, span.start);
  }
}
