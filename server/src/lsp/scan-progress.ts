import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

/** Shows how far a scan has come, where the client can show that, and hears when a person has had enough. */
export class ScanProgress {
  #reporter: WorkDoneProgressServerReporter | undefined;
  #ended = false;
  #percentage = -1;

  constructor(connection: Connection, title: string, isShown: boolean) {
    if (!isShown) return;
    connection.window.createWorkDoneProgress().then(
      reporter => this.#begin(reporter, title),
      () => {},
    );
  }

  get isCancelled(): boolean {
    return this.#reporter?.token.isCancellationRequested === true;
  }

  report(done: number, total: number): void {
    const percentage = Math.floor((100 * done) / total);
    if (this.#reporter === undefined || percentage === this.#percentage) return;
    this.#percentage = percentage;
    this.#reporter.report(percentage, `${done} of ${total} files`);
  }

  end(): void {
    this.#ended = true;
    this.#reporter?.done();
    this.#reporter = undefined;
  }

  #begin(reporter: WorkDoneProgressServerReporter, title: string): void {
    reporter.begin(title, 0, undefined, true);
    if (this.#ended) reporter.done();
    else this.#reporter = reporter;
  }
}
