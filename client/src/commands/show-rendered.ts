import {
  commands,
  Disposable,
  EventEmitter,
  type Location,
  languages,
  type Position,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { type LanguageClient, type Location as ProtocolLocation, State } from 'vscode-languageclient/node';

/** As the server answers `plimsoll/made`. */
interface Made {
  readonly folder: string;
  readonly variant: string;
  readonly variants: readonly string[];
  readonly text: string;
}

const SCHEME = 'plimsoll-rendered';
/** Typing goes on for a while before what is rendered is asked for again, in milliseconds. */
const PAUSE = 150;

/** Shows what a chart renders to beside its files: read-only, up to date while one types, with a way back to the source of each line. */
export function provideRendered(client: LanguageClient): Disposable {
  const rendered = new RenderedDocuments(client);
  return Disposable.from(
    rendered,
    workspace.registerTextDocumentContentProvider(SCHEME, rendered),
    languages.registerDefinitionProvider({ scheme: SCHEME }, rendered),
  );
}

/** Opens what the chart or kustomization of the active file renders to, in the variant that the person chooses. */
export async function showRendered(client: LanguageClient): Promise<void> {
  const subject = await subjectOf(client);
  const variant = subject && (await choose(subject.made, 'Show which rendering?'));
  if (subject === undefined || variant === undefined) return;
  await window.showTextDocument(addressOf(subject.uri, subject.made, variant), {
    viewColumn: ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}

/** Shows the difference between two variants. */
export async function compareRendered(client: LanguageClient): Promise<void> {
  const subject = await subjectOf(client);
  if (subject === undefined) return;
  if (subject.made.variants.length < 2) {
    await window.showInformationMessage('There is only one set of values to render this with.');
    return;
  }
  const first = await choose(subject.made, 'Compare which rendering?');
  const others = { ...subject.made, variants: subject.made.variants.filter(variant => variant !== first) };
  const second = first && (await choose(others, `Compare ${first} with which one?`));
  if (first === undefined || second === undefined) return;
  const [left, right] = [first, second].map(variant => addressOf(subject.uri, subject.made, variant));
  await commands.executeCommand('vscode.diff', left, right, `${first} ↔ ${second}`);
}

async function subjectOf(client: LanguageClient): Promise<{ readonly uri: string; readonly made: Made } | undefined> {
  const document = window.activeTextEditor?.document;
  const uri = document && (document.uri.scheme === SCHEME ? partsOf(document.uri).uri : client.code2ProtocolConverter.asUri(document.uri));
  const made = uri && (await client.sendRequest<Made | null>('plimsoll/made', { uri }));
  if (uri !== undefined && made) return { uri, made };
  await window.showInformationMessage('Open a file of a Helm chart or a kustomization that can be rendered first.');
  return undefined;
}

async function choose({ variants }: Made, title: string): Promise<string | undefined> {
  return variants.length < 2 ? variants[0] : await window.showQuickPick(variants, { title });
}

/** What is shown is said by the address alone, so that a window that is opened again shows it again. */
function addressOf(uri: string, { folder }: Made, variant: string): Uri {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return Uri.from({ scheme: SCHEME, path: `/${name} (${variant.replaceAll('/', ' ')}).yaml`, query: JSON.stringify({ uri, variant }) });
}

function partsOf(address: Uri): { readonly uri: string; readonly variant: string } {
  return JSON.parse(address.query);
}

class RenderedDocuments implements TextDocumentContentProvider {
  readonly #client: LanguageClient;
  readonly #changes = new EventEmitter<Uri>();
  readonly #listeners: Disposable;
  #pause: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changes.event;

  constructor(client: LanguageClient) {
    this.#client = client;
    this.#listeners = Disposable.from(
      workspace.onDidChangeTextDocument(({ document }) => this.#refreshSoon(document)),
      workspace.onDidSaveTextDocument(document => this.#refreshSoon(document)),
    );
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#listeners.dispose();
    this.#changes.dispose();
  }

  async provideTextDocumentContent(address: Uri): Promise<string> {
    const made = await this.#client.sendRequest<Made | null>('plimsoll/made', partsOf(address));
    return made?.text ?? '# This cannot be rendered as it is now.\n';
  }

  async provideDefinition({ uri }: TextDocument, { line }: Position): Promise<Location | undefined> {
    const origin = await this.#client.sendRequest<ProtocolLocation | null>('plimsoll/madeOrigin', { ...partsOf(uri), line });
    return origin === null ? undefined : this.#client.protocol2CodeConverter.asLocation(origin);
  }

  /** Any file may be a part of a chart; only the server knows which. */
  #refreshSoon({ uri }: TextDocument): void {
    if (uri.scheme === SCHEME || this.#client.state !== State.Running) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      for (const document of workspace.textDocuments) if (document.uri.scheme === SCHEME) this.#changes.fire(document.uri);
    }, PAUSE);
  }
}
