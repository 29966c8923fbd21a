import type { JsonSchema } from '../../server/src/engine/json-schema.js';
import { PROFILES } from '../../server/src/engine/profiles.js';
import type { Rule } from '../../server/src/rules/define-rule.js';
import { fenced, PROFILE_NAMES, paragraphs, table } from './rule-page.js';

const EXAMPLE = `extends: [sop, hardening]
kubernetesVersion: "1.34"
exclude: [testdata/]
goImages: [registry.example.org/payments-*]

rules:
  netpol/default-deny-missing: off
  go/gomemlimit-no-headroom:
    severity: warning
    options: { maxRatio: 0.92 }

overrides:
  - paths: [deploy/dev/]
    rules:
      rollout/drops-to-zero: off
  - kinds: [Job, CronJob]
    names: ["*-migrate"]
    rules:
      resources/memory-limit-missing: information
`;

/** The page about \`.plimsoll.yaml\` and about comments that suppress findings, from the schema and the rules. */
export function configurationPage(rules: readonly Rule[], schema: JsonSchema): string {
  return paragraphs(
    `<!-- Made by \`npm run gen\` from the schema of the configuration. Don't edit. -->`,
    '# Configuration',
    'Plimsoll needs none. To change what it reports, put a `.plimsoll.yaml` at the root of the repository, or in any folder: for each document ' +
      'the nearest one above it holds, alone. The command line and the editor read the same file. A mistake in it is a finding in it.',
    fenced('yaml', EXAMPLE),
    '## Settings',
    settingsTable(schema),
    '## Profiles',
    '`extends` names one or more; of several, later ones win for the rules that they speak about.',
    table(
      ['Profile', 'What it has'],
      PROFILE_NAMES.map(profile => [`\`${profile}\``, PROFILES[profile]]),
    ),
    'The [list of rules](rules/README.md) says what each profile makes of each rule.',
    '## Rules',
    'Under `rules`, a rule has a severity (`off`, `error`, `warning`, `information`, `hint`), or an object with `severity` and `options`. A ' +
      'severity that stands here counts for every finding of the rule, also where the rule itself would choose another one by case.',
    optionsTable(rules),
    '## Overrides',
    'Under `overrides`, an entry sets rules for some places only. All conditions that it names have to hold; of several entries for one rule, ' +
      'the last one wins.',
    overridesTable(schema),
    '## Comments that suppress',
    'A finding that is right in general and wrong here is suppressed where it stands, with a reason:',
    fenced('yaml', '# plimsoll-ignore go/gomemlimit-missing -- the program sets the limit itself\n'),
    table(
      ['Comment', 'What it covers'],
      [
        ['`# plimsoll-ignore RULE -- reason`', 'its own line; on a line of its own, the next line with text'],
        ['`# plimsoll-ignore-next RULE -- reason`', 'the next line with text'],
        ['`# plimsoll-ignore-start RULE -- reason` … `# plimsoll-ignore-end RULE`', 'the lines between'],
        ['`# plimsoll-ignore-file RULE -- reason`', 'the whole file'],
        ['annotation `plimsoll/ignore: "RULE -- reason"`', 'the whole object'],
      ],
    ),
    'Several rules are divided by commas; `netpol/*` means a whole group. A directive without a reason has no effect, and one that ' +
      'silences nothing is [a finding itself](rules/meta/unused-suppression.md).',
  );
}

function settingsTable({ properties = {} }: JsonSchema): string {
  const settings = Object.entries(properties).filter(([name]) => name !== 'rules' && name !== 'overrides');
  return table(
    ['Setting', 'Values', 'Meaning'],
    settings.flatMap(([name, schema]) => settingRows(name, schema)),
  );
}

function settingRows(name: string, schema: JsonSchema): string[][] {
  if (schema.properties !== undefined)
    return Object.entries(schema.properties).flatMap(([key, inner]) => settingRows(`${name}.${key}`, inner));
  const { default: value, examples } = schema;
  const example = examples?.[0] === undefined ? '' : ` For example \`${JSON.stringify(examples[0])}\`.`;
  const standard = value === undefined ? '' : ` Default: \`${JSON.stringify(value)}\`.`;
  return [[`\`${name}\``, valuesOf(schema), `${schema.description ?? ''}${standard}${example}`]];
}

function valuesOf({ enum: values, type, items, additionalProperties }: JsonSchema): string {
  if (values !== undefined) return values.map(value => `\`${value}\``).join(', ');
  if (items !== undefined) return items.enum === undefined ? 'list of texts' : `list of ${valuesOf(items)}`;
  if (typeof additionalProperties === 'object') return `object of ${valuesOf(additionalProperties)}`;
  return type === 'boolean' ? '`true` or `false`' : type === 'number' ? 'number' : 'text';
}

function optionsTable(rules: readonly Rule[]): string {
  const rows = rules.flatMap(({ id, options = {} }) =>
    Object.entries(options).map(([name, option]) => [
      `[${id}](rules/${id}.md)`,
      `\`${name}\``,
      `\`${JSON.stringify(option.default)}\``,
      option.description,
    ]),
  );
  return rows.length === 0 ? 'No rule has options.' : table(['Rule', 'Option', 'Default', 'Meaning'], rows);
}

function overridesTable({ properties = {} }: JsonSchema): string {
  const conditions = Object.entries(properties['overrides']?.items?.properties ?? {}).filter(([name]) => name !== 'rules');
  return table(
    ['Condition', 'Meaning'],
    conditions.flatMap(([name, schema]) => settingRows(name, schema).map(([key = '', , meaning = '']) => [key, meaning])),
  );
}
