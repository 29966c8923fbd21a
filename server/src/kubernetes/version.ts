/** Whether a version such as `1.29` or `v1.29.3` comes before `1.<minor>`; `undefined` if it cannot be read. */
export function isBeforeMinor(version: string | undefined, minor: number): boolean | undefined {
  const match = /^v?1\.(\d+)/.exec(version ?? '');
  return match === null ? undefined : Number(match[1]) < minor;
}

/** The version without what comes after its second number: `1.29` of `v1.29.3`; `undefined` if it cannot be read. */
export function minorOf(version: string | undefined): string | undefined {
  return /^v?(1\.[0-9]+)/.exec(version ?? '')?.[1];
}
