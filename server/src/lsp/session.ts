import type { Connection, Location } from 'vscode-languageserver/node';
import { Linter } from '../engine/linter.js';
import type { DocumentReport, Report } from '../engine/report.js';
import { type ChartsAround, chartsAround, type WholeChart } from '../features/chart/whole-chart.js';
import { parseTemplate } from '../gotemplate/parse-template.js';
import type { TemplateFile } from '../gotemplate/template-tree.js';
import { normaliseUri } from '../host/file-uri.js';
import { isKustomizationFile, isKustomizes } from '../kustomize/kustomize-files.js';
import type { Rule } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { Location as PlaceInFile } from '../text/span.js';
import { documentKindOf } from '../workspace/document-kind.js';
import { type ClientFeatures, clientFeaturesOf } from './client-features.js';
import type { MessageTraffic } from './message-traffic.js';
import { OpenDocuments } from './open-documents.js';
import { Publisher } from './publisher.js';
import { toRange } from './range.js';
import { ScanProgress } from './scan-progress.js';
import { type Settings, settingsOf } from './settings.js';
import { type Status, StatusReporter } from './status.js';
import { WorkLoop } from './work-loop.js';
import { WorkspaceFiles } from './workspace-files.js';

/** Schemes whose documents are checked: not the old versions that source control shows. */
const SCHEMES = ['file:', 'untitled:'];

/** A file that charts have something to do with. */
interface FileOfCharts {
  readonly uri: string;
  readonly source: SourceText;
  /** Its own chart, or the first that it is a file of values for. */
  readonly chart: WholeChart;
  readonly others: readonly WholeChart[];
  readonly around: ChartsAround;
}

/** What all handlers of one connection share: the documents, what is known about them, and the way back to the client. */
export class Session {
  readonly connection: Connection;
  readonly traffic: MessageTraffic;
  readonly linter: Linter;
  readonly documents: OpenDocuments;
  readonly files: WorkspaceFiles;
  readonly publisher: Publisher;
  readonly #work: WorkLoop;
  readonly #status: StatusReporter;
  /** Open documents with a text that the linter has yet to see. */
  readonly #unread = new Set<string>();
  readonly #awaitingRest: (() => void)[] = [];
  #crash: string | undefined;
  /** How many tasks go on beside the checking: reading files, asking the client. */
  #underway = 0;
  client: ClientFeatures = clientFeaturesOf({});
  settings: Settings = settingsOf(undefined, undefined);
  /** Resolves when the settings have been read for the first time. */
  firstSettings: Promise<void> = Promise.resolve();

  constructor(connection: Connection, traffic: MessageTraffic, rules: readonly Rule[]) {
    this.connection = connection;
    this.traffic = traffic;
    this.linter = new Linter({ rules, onRuleCrash: (rule, uri, error) => this.#onRuleCrash(rule.id, uri, error) });
    this.documents = new OpenDocuments();
    this.files = new WorkspaceFiles(this);
    this.publisher = new Publisher(this);
    this.#status = new StatusReporter(connection);
    const work = { step: () => this.#step(), pause: () => this.#status.send(this.#statusNow(false)), rest: () => this.#rest() };
    this.#work = new WorkLoop(traffic, work, error => this.#onCrash(error));
  }

  /** To be called when anything may have to be read, checked or published. */
  wake(): void {
    this.#work.wake();
  }

  /** Says that an open document has a new text. */
  edited(uri: string): void {
    if (!SCHEMES.some(scheme => uri.startsWith(scheme))) return;
    this.#unread.add(uri);
    this.wake();
  }

  /** Brings the linter up to date with the editor, so that a request is answered for the text that its sender sees. */
  catchUp(): void {
    for (const uri of this.#unread) {
      // Taken out first: a text that cannot be checked is not to stand in the way of the others.
      this.#unread.delete(uri);
      const open = this.documents.get(uri);
      if (open === undefined) continue;
      this.linter.update({ uri, text: open.document.getText(), languageId: open.document.languageId });
      this.publisher.queueEdited(uri);
    }
  }

  /** What is to be said about a document, if the settings want anything said; up to date with the editor. */
  reportOf(uri: string): DocumentReport | undefined {
    this.catchUp();
    const isWanted = this.settings.enable && (this.settings.run === 'workspace' || this.documents.has(uri));
    return isWanted ? this.linter.report(uri) : undefined;
  }

  /** The findings to show: not those that another extension shows already, nor those that files left unread might disprove. */
  visible({ source, reports }: DocumentReport): readonly Report[] {
    const isOwned = this.#isDockerfile(source.uri) ? this.client.ownsDockerfileSyntax : this.client.ownsYamlSyntax;
    const { isCancelled } = this.files;
    if (!isOwned && !isCancelled) return reports;
    return reports.filter(({ rule, needsWorkspace }) => !(isOwned && rule.id === 'meta/syntax-error') && !(isCancelled && needsWorkspace));
  }

  /** How the client calls a document. */
  clientUri(uri: string): string {
    return this.documents.get(uri)?.clientUri ?? uri;
  }

  /** The version that an edit of a document refers to; `null` for a file that is not open. */
  versionOf(uri: string): number | null {
    return this.documents.get(uri)?.document.version ?? null;
  }

  /** A file of charts, or one of values that they are installed with, with the charts, up to date with the editor. */
  chartsAt(clientUri: string): FileOfCharts | undefined {
    const uri = normaliseUri(clientUri);
    this.catchUp();
    const source = this.sourceOf(uri);
    const around = chartsAround(this.linter);
    const [chart, ...others] = around(uri);
    return source === undefined || chart === undefined ? undefined : { uri, source, around, chart, others };
  }

  /** A kustomization, up to date with the editor; `undefined` for any other file, also for those of Flux. */
  kustomizationAt(clientUri: string): SourceText | undefined {
    const uri = normaliseUri(clientUri);
    if (!isKustomizationFile(uri)) return undefined;
    this.catchUp();
    const source = this.sourceOf(uri);
    return source !== undefined && isKustomizes(source.text) ? source : undefined;
  }

  /** A template of a chart, up to date with the editor; `undefined` for any other file. */
  templateAt(clientUri: string): { readonly source: SourceText; readonly file: TemplateFile } | undefined {
    const uri = normaliseUri(clientUri);
    this.catchUp();
    const source = this.sourceOf(uri);
    return source === undefined || !this.linter.isTemplate(uri) ? undefined : { source, file: parseTemplate(uri, source.text) };
  }

  /** A place as the protocol writes it; `undefined` in a document that is not there. */
  toLocation({ uri, span }: PlaceInFile): Location | undefined {
    const source = this.sourceOf(uri);
    return source && { uri: this.clientUri(uri), range: toRange(source, span) };
  }

  sourceOf(uri: string): SourceText | undefined {
    const text = this.linter.textOf(uri);
    return text === undefined ? undefined : new SourceText(uri, text);
  }

  /** Publishes every document again, as after a change of settings. */
  publishAll(): void {
    for (const uri of this.linter.uris()) this.publisher.queue(uri);
    this.wake();
  }

  /** Follows a task: until it has ended there is more to come. Its failure is logged. */
  async track(task: Promise<void>): Promise<void> {
    this.#underway++;
    try {
      await task;
    } catch (error) {
      this.logError('A task failed', error);
    } finally {
      this.#underway--;
      this.wake();
    }
  }

  /** Resolves when nothing is left to read, check or publish. */
  whenQuiescent(): Promise<Status> {
    return new Promise(resolve => {
      this.#awaitingRest.push(() => resolve(this.#statusNow(true)));
      this.wake();
    });
  }

  /** Shows progress unless there is too little to do for that. */
  startProgress(title: string, isShown: boolean): ScanProgress {
    return new ScanProgress(this.connection, title, isShown && this.client.showsProgress);
  }

  logError(what: string, error: unknown): void {
    this.connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  /** One document after the other. While the workspace is read for the first time nothing is said: half of it would make false findings. */
  #step(): boolean {
    this.catchUp();
    if (this.files.isPartial) return false;
    for (const uri of this.linter.takeStale()) this.publisher.queue(uri);
    const queued = this.publisher.next();
    if (queued === undefined) return false;
    const start = performance.now();
    this.publisher.publish(queued);
    this.connection.tracer.log(`Checked ${queued.uri} in ${(performance.now() - start).toFixed(1)} ms`);
    return true;
  }

  #rest(): void {
    const isQuiescent = this.#underway === 0;
    this.#status.send(this.#statusNow(isQuiescent));
    if (!isQuiescent) return;
    this.publisher.refresh();
    for (const resolve of this.#awaitingRest.splice(0)) resolve();
  }

  #statusNow(quiescent: boolean): Status {
    const message = this.#crash ?? this.files.problem;
    const { documents, notAnalysed } = this.publisher.counts;
    return {
      quiescent,
      health: message === undefined ? 'ok' : 'warning',
      ...(message === undefined ? {} : { message }),
      documents,
      notAnalysed: notAnalysed + this.files.unreadCount,
    };
  }

  #isDockerfile(uri: string): boolean {
    return documentKindOf(uri, this.documents.get(uri)?.document.languageId, new Set()) === 'dockerfile';
  }

  #onCrash(error: unknown): void {
    this.#crash = 'Checking failed; the output has the details.';
    this.logError('Checking failed', error);
  }

  #onRuleCrash(rule: string, uri: string, error: unknown): void {
    this.#crash = `The rule ${rule} failed; the output has the details.`;
    this.logError(`Rule ${rule} failed on ${uri}`, error);
  }
}
