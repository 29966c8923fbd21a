import { writeMarkers } from '../../test/support/markers.js';
import { fenced, paragraphs } from './rule-page.js';

export interface NewRule {
  /** `group/pattern-found` */
  readonly id: string;
  readonly on: string;
  /** A clause of `docs/sop.md`, or `beyond: reason`. */
  readonly sop: string;
}

/** The files of a new rule, by path: a rule that fires on something made up, and a suite that proves it. Throws a sentence for people. */
export function ruleScaffold({ id, on, sop }: NewRule): ReadonlyMap<string, string> {
  if (!/^[a-z]+\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) throw new Error(`"${id}" is not of the form group/pattern-found.`);
  if (!/^(?:[SG]\d+\.\d+(?:\/\d+)?|beyond: .+)$/.test(sop)) throw new Error(`"${sop}" is no clause like S2.0/3, and no "beyond: reason".`);
  const subject = Object.hasOwn(SUBJECTS, on) ? SUBJECTS[on] : undefined;
  if (subject === undefined) throw new Error(`"${on}" is not one of ${Object.keys(SUBJECTS).join(', ')}.`);
  return new Map([
    [`server/src/rules/${id}.ts`, ruleText(id, on, sop, subject)],
    [`test/rules/${id}.md`, suiteText(id, subject)],
  ]);
}

interface SubjectScaffold {
  /** What `check` takes of the subject. */
  readonly parameter: string;
  /** The expression that finds what is wrong: it has a `span`, or is undefined. */
  readonly finds: string;
  /** Where the example stands, and the language of its block. */
  readonly language: string;
  readonly file?: string;
  readonly example: string;
  /** The text in the example that the rule marks. */
  readonly marked: string;
  /** What has to change in the example for the rule to be satisfied. */
  readonly right: readonly [from: string, to: string];
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.org/web:1.0
      unwanted: this
`;

const CONTAINER: SubjectScaffold = {
  parameter: '{ node }',
  finds: `node.get('unwanted')`,
  language: 'yaml',
  example: POD,
  marked: 'this',
  right: ['      unwanted: this\n', ''],
};

const RESOURCE: SubjectScaffold = { ...CONTAINER, example: POD.replace('      unwanted', '  unwanted'), right: ['  unwanted: this\n', ''] };

const STAGE: SubjectScaffold = {
  parameter: '{ instructions }',
  finds: `instructions.find(({ keyword }) => keyword === 'MAINTAINER')`,
  language: 'dockerfile',
  example: 'FROM scratch\nMAINTAINER web\n',
  marked: 'MAINTAINER web',
  right: ['MAINTAINER web\n', ''],
};

const SUBJECTS: Readonly<Record<string, SubjectScaffold>> = {
  dockerfile: STAGE,
  stage: STAGE,
  resource: { ...RESOURCE, finds: `node.find('spec', 'unwanted')` },
  workload: { ...RESOURCE, parameter: '{ podSpec }', finds: `podSpec?.get('unwanted')` },
  container: CONTAINER,
  shape: {
    ...CONTAINER,
    file: 'values.yaml',
    example: 'web:\n  image: { repository: web }\n  unwanted: this\n',
    right: ['  unwanted: this\n', ''],
  },
};

const MESSAGE = 'This is not wanted here.';

function ruleText(id: string, on: string, sop: string, { parameter, finds }: SubjectScaffold): string {
  const name = id.slice(id.indexOf('/') + 1).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `import { defineRule, satisfied, violated } from '../define-rule.js';

export const ${name} = defineRule({
  id: '${id}',
  title: 'What is wrong, in a few words without a full stop',
  severity: 'warning',
  release: 1,
  sop: ['${sop.replaceAll("'", "\\'")}'],
  why: \`What happens in production if this is left as it is.\`,
  remedy: \`What to do about it.\`,
  on: '${on}',

  *check(${parameter}) {
    const wrong = ${finds};
    if (wrong === undefined) yield satisfied('Nothing unwanted is here.');
    else yield violated({ span: wrong.span, message: '${MESSAGE}' });
  },
});
`;
}

function suiteText(id: string, { language, file, example, marked, right }: SubjectScaffold): string {
  const start = example.indexOf(marked);
  const marker = { span: { start, end: start + marked.length }, text: `warning: ${MESSAGE}` };
  const named = (text: string) => [
    ...(file === undefined ? [] : ['`Chart.yaml`', fenced('yaml', 'name: web\n'), `\`${file}\``]),
    fenced(language, text),
  ];
  return paragraphs(
    `# ${id}`,
    '## What it is for',
    ...named(writeMarkers(example, [marker])),
    '## Silent where nothing is wrong',
    ...named(example.replace(...right)),
    fenced('outcome', 'satisfied: Nothing unwanted is here.\n'),
  );
}
