import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Severity } from '../rules/define-rule.js';
import { nearestText } from '../text/edit-distance.js';
import { UsageError } from './usage-error.js';

export type OutputFormat = 'text' | 'json' | 'sarif' | 'github';

export interface CheckCommand {
  readonly name: 'check';
  readonly paths: readonly string[];
  readonly format: OutputFormat;
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly config: string | undefined;
  /** Ids of the only rules to show; empty: all. */
  readonly rules: readonly string[];
  readonly failOn: Exclude<Severity, 'hint'>;
  /** The file with the findings that are known. */
  readonly baseline: string | undefined;
  /** Whether what is found becomes the baseline. */
  readonly updateBaseline: boolean;
  /** `sop`: tell what became of each clause of the standard, instead of the findings. */
  readonly report: 'sop' | undefined;
}

export interface RulesCommand {
  readonly name: 'rules';
  readonly format: 'text' | 'json';
}

export interface ExplainCommand {
  readonly name: 'explain';
  readonly rule: string;
  /** `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`. */
  readonly place: string | undefined;
}

/** `explain --traffic`: what may connect to what. */
export interface TrafficCommand {
  readonly name: 'traffic';
  /** As written: a name, `Kind/name`, either after `namespace/`, or an address. */
  readonly from: string;
  /** The same, with `:PORT` behind it where one is asked for. */
  readonly to: string;
  readonly paths: readonly string[];
}

export interface RenderCommand {
  readonly name: 'render';
  /** The folder of a chart. */
  readonly chart: string;
  /** Files of values, the last wins. */
  readonly values: readonly string[];
  /** What `--set` and `--set-string` give. */
  readonly settings: readonly { readonly text: string; readonly kind: 'typed' | 'string' }[];
  readonly kubernetesVersion: string | undefined;
  /** Whether each line stands behind the place that it comes from. */
  readonly provenance: boolean;
}

/** `explain --units`: what belongs to which application. */
export interface UnitsCommand {
  readonly name: 'units';
  readonly paths: readonly string[];
}

export type Command =
  | RenderCommand
  | CheckCommand
  | RulesCommand
  | ExplainCommand
  | TrafficCommand
  | UnitsCommand
  | { readonly name: 'server' }
  | { readonly name: 'version' }
  | { readonly name: 'help'; readonly topic: string | undefined };

/** Reads the words of a command line. Throws {@link UsageError}. */
export function parseCommand(words: readonly string[]): Command {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h') return { name: 'help', topic: undefined };
  if (name === '--version' || name === '-v' || name === 'version') return { name: 'version' };
  if (name === 'help') return { name: 'help', topic: rest[0] };
  const parse = Object.hasOwn(PARSERS, name) ? PARSERS[name] : undefined;
  if (parse === undefined)
    throw new UsageError(`There is no command "${name}".${suggestion(name, Object.keys(PARSERS))} See "plimsoll help".`);
  return rest.includes('--help') || rest.includes('-h') ? { name: 'help', topic: name } : parse(rest);
}

const PARSERS: Readonly<Record<string, (words: readonly string[]) => Command>> = {
  check: parseCheck,
  rules: parseRules,
  explain: parseExplain,
  render: parseRender,
  server: parseServer,
};

function parseCheck(words: readonly string[]): CheckCommand {
  const { values, positionals } = parse(words, {
    format: { type: 'string', default: 'text' },
    fix: { type: 'boolean', default: false },
    'unsafe-fixes': { type: 'boolean', default: false },
    config: { type: 'string' },
    rule: { type: 'string', multiple: true, default: [] },
    'fail-on': { type: 'string', default: 'warning' },
    baseline: { type: 'string' },
    'update-baseline': { type: 'boolean', default: false },
    report: { type: 'string' },
  });
  if (positionals.length === 0) throw new UsageError('Say what to check, for example "plimsoll check .".');
  if (values['unsafe-fixes'] && !values.fix) throw new UsageError('"--unsafe-fixes" says which fixes "--fix" applies: give both.');
  if (values['update-baseline'] && values.baseline === undefined)
    throw new UsageError('"--update-baseline" writes the file that "--baseline" names: give both.');
  if (values['update-baseline'] && values.rule.length > 0)
    throw new UsageError('"--update-baseline" writes what all rules find: leave "--rule" out.');
  const report = values.report === undefined ? undefined : oneOf('--report', values.report, ['sop']);
  return {
    name: 'check',
    paths: positionals,
    format: oneOf('--format', values.format, report === undefined ? ['text', 'json', 'sarif', 'github'] : ['text', 'json']),
    fix: values.fix,
    unsafeFixes: values['unsafe-fixes'],
    config: values.config,
    rules: values.rule.flatMap(ids => ids.split(',')),
    failOn: oneOf('--fail-on', values['fail-on'], ['error', 'warning', 'information']),
    baseline: values.baseline,
    updateBaseline: values['update-baseline'],
    report,
  };
}

function parseRules(words: readonly string[]): RulesCommand {
  const { values, positionals } = parse(words, { format: { type: 'string', default: 'text' } });
  if (positionals[0] !== undefined) throw new UsageError(`"plimsoll rules" takes no "${positionals[0]}". Did you mean "plimsoll explain"?`);
  return { name: 'rules', format: oneOf('--format', values.format, ['text', 'json']) };
}

function parseExplain(words: readonly string[]): ExplainCommand | TrafficCommand | UnitsCommand {
  const { values, positionals } = parse(words, {
    traffic: { type: 'boolean', default: false },
    units: { type: 'boolean', default: false },
  });
  if (values.units) return { name: 'units', paths: positionals.length === 0 ? ['.'] : positionals };
  if (values.traffic) return parseTraffic(positionals);
  const [rule, place, surplus] = positionals;
  if (rule === undefined) throw new UsageError('Say which rule to explain, for example "plimsoll explain go/gomemlimit-missing".');
  if (surplus !== undefined) throw new UsageError(`"plimsoll explain" takes a rule and one place, not also "${surplus}".`);
  return { name: 'explain', rule, place };
}

function parseTraffic([from, to, ...paths]: readonly string[]): TrafficCommand {
  if (from === undefined || to === undefined)
    throw new UsageError('Say from where to where, for example "plimsoll explain --traffic web Deployment/api:8080".');
  return { name: 'traffic', from, to, paths: paths.length === 0 ? ['.'] : paths };
}

function parseRender(words: readonly string[]): RenderCommand {
  const { values, positionals } = parse(words, {
    values: { type: 'string', short: 'f', multiple: true, default: [] },
    set: { type: 'string', multiple: true, default: [] },
    'set-string': { type: 'string', multiple: true, default: [] },
    'kube-version': { type: 'string' },
    provenance: { type: 'boolean', default: false },
  });
  const [chart, surplus] = positionals;
  if (chart === undefined) throw new UsageError('Say which chart to render, for example "plimsoll render charts/shop".');
  if (surplus !== undefined) throw new UsageError(`"plimsoll render" takes one chart, not also "${surplus}".`);
  const typed = values.set.map(text => ({ text, kind: 'typed' }) as const);
  const strings = values['set-string'].map(text => ({ text, kind: 'string' }) as const);
  return {
    name: 'render',
    chart,
    values: values.values,
    settings: [...typed, ...strings],
    kubernetesVersion: values['kube-version'],
    provenance: values.provenance,
  };
}

function parseServer(words: readonly string[]): Command {
  parse(words, { stdio: { type: 'boolean', default: false }, clientProcessId: { type: 'string' } });
  if (!words.includes('--stdio')) throw new UsageError('The server speaks over standard input and output: "plimsoll server --stdio".');
  return { name: 'server' };
}

function parse<const Options extends NonNullable<ParseArgsConfig['options']>>(words: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(argumentProblem(error, Object.keys(options)));
  }
}

function argumentProblem(error: unknown, options: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return message;
  return `There is no option "${unknown}".${suggestion(
    unknown,
    options.map(option => `--${option}`),
  )}`;
}

function oneOf<const Value extends string>(option: string, value: string, values: readonly Value[]): Value {
  const found = values.find(candidate => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`"${option} ${value}" is not one of ${values.join(', ')}.${suggestion(value, values)}`);
}

/** ` Did you mean "x"?`, or nothing. */
export function suggestion(text: string, candidates: readonly string[]): string {
  const nearest = nearestText(text, candidates);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}
