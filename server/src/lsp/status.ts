import type { Connection } from 'vscode-languageserver/node';

/** What the server says about itself in `plimsoll/status`, whenever it changes. */
export interface Status {
  /** Nothing is being read or checked any more: what has been published holds. */
  readonly quiescent: boolean;
  readonly health: 'ok' | 'warning' | 'error';
  /** What is wrong, when something is. */
  readonly message?: string;
  /** How many documents were checked: Dockerfiles and YAML, not the modules and sources that others are judged by. */
  readonly documents: number;
  /** How many of them were left alone, with a reason. */
  readonly notAnalysed: number;
}

/** Sends the status when it differs from what was sent before. */
export class StatusReporter {
  readonly #connection: Connection;
  #sent = '';

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  send(status: Status): void {
    const text = JSON.stringify(status);
    if (text === this.#sent) return;
    this.#sent = text;
    void this.#connection.sendNotification('plimsoll/status', status);
  }
}
