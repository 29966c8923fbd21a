/** Whether a version of Go such as `1.24`, `1.24.3` or `go1.24rc1` comes before `1.<minor>`; `undefined` if it cannot be read. */
export function isGoBefore(version: string | undefined, minor: number): boolean | undefined {
  const match = /^(?:go)?1\.(\d+)/.exec(version ?? '');
  return match === null ? undefined : Number(match[1]) < minor;
}
