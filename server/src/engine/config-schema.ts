import type { Rule } from '../rules/define-rule.js';
import type { OptionDeclaration } from '../rules/options.js';
import { DEFAULT_SETTINGS } from './config.js';
import type { JsonSchema } from './json-schema.js';
import { PROFILES } from './profiles.js';

/** The JSON Schema of `.plimsoll.yaml`. Rules and their options come from the rules themselves. */
export function configSchema(rules: readonly Rule[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Plimsoll configuration',
    type: 'object',
    additionalProperties: false,
    properties: { ...settings(), rules: { $ref: '#/$defs/rules' }, overrides: OVERRIDES },
    $defs: {
      severity: {
        description: 'What findings of the rule count as; `off` runs the rule nowhere.',
        enum: ['off', 'error', 'warning', 'information', 'hint'],
      },
      rules: {
        description: 'By rule: its severity, or an object with severity and options. Replaces what the profile says.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map(rule => [rule.id, ruleSchema(rule)])),
      },
    },
  };
}

/** The schema of one option of a rule. */
export function optionSchema(option: OptionDeclaration): JsonSchema {
  const { description } = option;
  switch (option.type) {
    case 'number': {
      const { minimum, maximum } = option;
      return {
        description,
        default: option.default,
        type: 'number',
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
      };
    }
    case 'string':
      return { description, default: option.default, ...(option.values === undefined ? { type: 'string' } : { enum: option.values }) };
    case 'boolean':
      return { description, default: option.default, type: 'boolean' };
    case 'strings':
      return { description, default: option.default, type: 'array', items: { type: 'string' } };
  }
}

function ruleSchema({ title, options = {} }: Rule): JsonSchema {
  const named = Object.entries(options);
  const optionSchemas = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(named.map(([name, option]) => [name, optionSchema(option)])),
  } as const;
  return {
    description: `${title}.`,
    anyOf: [
      { $ref: '#/$defs/severity' },
      {
        type: 'object',
        additionalProperties: false,
        properties: { severity: { $ref: '#/$defs/severity' }, ...(named.length === 0 ? {} : { options: optionSchemas }) },
      },
    ],
  };
}

function settings(): Readonly<Record<string, JsonSchema>> {
  return {
    extends: {
      description: 'Profiles to start from, merged from left to right.',
      default: ['sop'],
      type: 'array',
      items: { enum: Object.keys(PROFILES) },
    },
    exclude: strings('Files and folders to leave alone, in the syntax of `.gitignore`, relative to the folder of this file.', [
      'testdata/',
    ]),
    kubernetesVersion: {
      description: 'The oldest Kubernetes version that the manifests are applied to.',
      examples: ['1.34'],
      type: ['string', 'number'],
      pattern: '^v?1\\.[0-9]+(?:\\.[0-9]+)?$',
    },
    cluster: {
      description: 'What the cluster is like.',
      type: 'object',
      additionalProperties: false,
      properties: {
        dns: { description: 'Where the cluster answers DNS.', default: 'kube-dns', enum: ['kube-dns', 'openshift', 'nodelocal'] },
      },
    },
    networkPolicies: {
      description: 'Whether every namespace needs network policies. Unsaid, the rules judge by what the files show.',
      enum: ['required', 'off'],
    },
    goImages: strings('Images that run Go programs, beside those that the Dockerfiles show. `*` stands for any text.', [
      'registry.example.org/payments-*',
    ]),
    nonRootBases: strings('Base images that run as an unprivileged user by default. `*` stands for any text.', [
      'registry.example.org/base/static*',
    ]),
    externalObjects: {
      description: 'Objects that exist in the cluster but not in these files, as `Kind/name`. `*` stands for any text.',
      examples: [['ConfigMap/cluster-settings', 'Secret/*-tls']],
      type: 'array',
      items: { type: 'string', pattern: '^[A-Za-z*]+/.+$', examples: ['ConfigMap/cluster-settings'] },
    },
    devStages: { ...strings('Dockerfile stages that are never shipped.', ['playground']), default: DEFAULT_SETTINGS.devStages },
    helm: {
      description: 'How charts are installed.',
      type: 'object',
      additionalProperties: false,
      properties: {
        valueSets: {
          description: 'By environment: the values files to install a chart with, relative to the chart, later ones win.',
          examples: [{ production: ['values.yaml', 'values-production.yaml'] }],
          type: 'object',
          additionalProperties: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  };
}

const OVERRIDES: JsonSchema = {
  description: 'Rule settings for some places only. All the conditions of an entry have to hold; later entries win.',
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['rules'],
    properties: {
      paths: strings('Files, in the syntax of `.gitignore`, relative to the folder of this file.', ['deploy/dev/']),
      kinds: strings('Kinds of objects.', ['Job', 'CronJob']),
      names: strings('Names of objects. `*` stands for any text.', ['*-migrate']),
      containers: strings('Names of containers. `*` stands for any text.', ['istio-proxy']),
      environments: strings('Environments, as overlays and values files name them. `*` stands for any text.', ['dev', 'kind']),
      rules: { $ref: '#/$defs/rules' },
    },
  },
};

function strings(description: string, example: readonly string[]): JsonSchema {
  return { description, examples: [example], type: 'array', items: { type: 'string' } };
}
