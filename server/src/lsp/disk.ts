/** What the server needs of the disk. Everything is named by normalised URI. */
export interface Disk {
  /** One spelling for each file: `file:///c%3A/x` is `file:///c:/x`. */
  normalise(uri: string): string;
  /** The files below a folder that may matter: not ignored, not excluded, not too big. */
  findFiles(folder: string, excluded: readonly string[]): AsyncIterable<string>;
  /** Whether a file would be found in this folder. */
  wouldFind(folder: string, uri: string, excluded: readonly string[]): Promise<boolean>;
  /** The text of a file; `undefined` if there is none, or if it is none of ours (too big, binary). */
  read(uri: string): Promise<string | undefined>;
}
