import type { Disk } from './disk.js';

/** No disk: only documents in the editor are seen. */
export class WorkspaceDisk implements Disk {
  normalise(uri: string): string {
    return uri;
  }

  async *findFiles(): AsyncIterable<string> {}

  async wouldFind(): Promise<boolean> {
    return false;
  }

  async read(): Promise<string | undefined> {
    return undefined;
  }
}
