import { SourceText } from '../text/source-text.js';

/** A file below the folder of a chart, as the host has read it. */
export interface ChartFile {
  readonly uri: string;
  /** Relative to the folder of the chart, with `/`. What an archive in `charts/` holds continues the path of the archive as if that were a folder. */
  readonly path: string;
  /** Without a byte order mark. Bytes that are not UTF-8 stand in it as `textOfBytes` writes them. */
  readonly text: string;
  /** The text as others read it too, so that it is read once for all. */
  readonly source?: SourceText;
}

/** The text of a file as others read it, or one of its own. */
export function sourceOf({ uri, text, source = new SourceText(uri, text) }: ChartFile): SourceText {
  return source;
}

/** The last segment of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The files of a folder, with paths relative to it. */
export function filesBelow(files: readonly ChartFile[], folder: string): ChartFile[] {
  const prefix = `${folder}/`;
  return files.filter(({ path }) => path.startsWith(prefix)).map(file => ({ ...file, path: file.path.slice(prefix.length) }));
}
