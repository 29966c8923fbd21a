/** What a Go source says about how long it takes to shut down a server. */
export interface ShutdownTimes {
  /** Whether it sleeps in the function that shuts the server down, for however long. */
  readonly waits: boolean;
  /** Seconds between the signal and the call; 0 without a pause, `undefined` if its length is not literal. */
  readonly delaySeconds: number | undefined;
  /** The deadline of the call in seconds; `undefined` without one, or if it is not literal. */
  readonly timeoutSeconds: number | undefined;
}

/** Calls that shut a server down. */
export const SHUTS_DOWN = /\.(?:Shutdown|ShutdownWithContext|GracefulStop)\s*\(/;

/** Reads the function around the first call that shuts a server down. `code` has no comments. */
export function shutdownTimesOf(code: string): ShutdownTimes | undefined {
  const call = SHUTS_DOWN.exec(code);
  if (call === null) return undefined;
  const before = code.slice(0, call.index);
  const body = before.slice(Math.max(before.lastIndexOf('\nfunc '), 0));
  const afterSignal = body.slice(Math.max(body.lastIndexOf('<-'), 0));
  const pauses = [...afterSignal.matchAll(SLEEP)].map(match => secondsOf(match[1] ?? '', code));
  const deadline = [...body.matchAll(DEADLINE)].at(-1)?.[1];
  return {
    waits: /\btime\.(?:Sleep|After|NewTimer)\s*\(/.test(body),
    delaySeconds: pauses.includes(undefined) ? undefined : pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0),
    timeoutSeconds: deadline === undefined ? undefined : secondsOf(deadline, code),
  };
}

const SLEEP = /\btime\.Sleep\s*\(([^()\n]*)\)/g;
const DEADLINE = /\bcontext\.WithTimeout\s*\([^\n]*?,\s*([^(),\n]+)\)/g;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['Millisecond', 0.001],
  ['Second', 1],
  ['Minute', 60],
]);

/** `20 * time.Second`, `time.Minute`, or a name that the source gives such a value once. */
function secondsOf(expression: string, code: string): number | undefined {
  const text = expression.trim();
  const product = /^(?:(\d+)\s*\*\s*)?time\.(Millisecond|Second|Minute)(?:\s*\*\s*(\d+))?$/.exec(text);
  const unit = UNITS.get(product?.[2] ?? '');
  if (product !== null && unit !== undefined) return Number(product[1] ?? product[3] ?? 1) * unit;
  if (!/^[A-Za-z_]\w*$/.test(text)) return undefined;
  const values = [...code.matchAll(new RegExp(`\\b${text}(?:\\s+time\\.Duration)?\\s*:?=\\s*([^\\n]+)`, 'g'))].map(
    ([, value]) => value ?? '',
  );
  const [value] = values;
  return value === undefined || values.length > 1 || value.trim() === text ? undefined : secondsOf(value.replace(/[;)]*$/, ''), '');
}
