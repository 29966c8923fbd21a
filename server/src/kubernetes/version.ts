/** Whether a version such as `1.29` or `v1.29.3` comes before `1.<minor>`; `undefined` if it cannot be read. */
export function isBeforeMinor(version: string | undefined, minor: number): boolean | undefined {
  const match = /^v?1\.(\d+)/.exec(version ?? '');
  return match === null ? undefined : Number(match[1]) < minor;
}
