import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { normaliseUri } from '../host/file-uri.js';

/** A document in the editor: its text is what counts, whatever the disk says. */
export interface OpenDocument {
  /** As the client writes it, which is how the client is told of it. */
  readonly clientUri: string;
  readonly document: TextDocument;
}

/** The documents open in the editor, by normalised URI. */
export class OpenDocuments {
  readonly #documents = new Map<string, OpenDocument>();

  /** Answers the normalised URI. Opening what is open already replaces it. */
  open(clientUri: string, languageId: string, version: number, text: string): string {
    const uri = normaliseUri(clientUri);
    this.#documents.set(uri, { clientUri, document: TextDocument.create(clientUri, languageId, version, text) });
    return uri;
  }

  /** Applies changes in order. Answers the normalised URI, or `undefined` if the document is not open or nothing changed. */
  change(clientUri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): string | undefined {
    const uri = normaliseUri(clientUri);
    const open = this.#documents.get(uri);
    if (open === undefined) return undefined;
    TextDocument.update(open.document, [...changes], version);
    return uri;
  }

  /** Answers the normalised URI, or `undefined` if the document was not open. */
  close(clientUri: string): string | undefined {
    const uri = normaliseUri(clientUri);
    return this.#documents.delete(uri) ? uri : undefined;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  has(uri: string): boolean {
    return this.#documents.has(uri);
  }

  uris(): readonly string[] {
    return [...this.#documents.keys()];
  }
}
