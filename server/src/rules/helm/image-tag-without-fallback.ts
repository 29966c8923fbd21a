import type { ValuePath } from '../../gotemplate/origin.js';
import type { Expression, PrintStatement } from '../../gotemplate/template-tree.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { type ChartNames, isSamePath } from '../../helm/chart-names.js';
import { defaultScalar, fieldsOf, plainExpression, valuePathOf } from '../../helm/printed-value.js';
import { type TemplateEntry, templateYamlOf } from '../../helm/template-entries.js';
import { PRINTED } from '../../helm/template-lines.js';
import { defineRule, fix, notApplicable, type Outcome, satisfied, unknown, violated } from '../define-rule.js';

/** Reports the tag of the chart's own image that does not fall back to the version of the application. */
export const imageTagWithoutFallback = defineRule({
  id: 'helm/image-tag-without-fallback',
  title: 'Image tag that does not fall back to appVersion',
  severity: 'warning',
  release: 1,
  sop: ['G9.2/2'],
  why: `Without a tag the image is \`shop:\`, which no kubelet can pull. And a tag that repeats \`appVersion\` has to be changed in two places
with each release; one of them is forgotten some day.`,
  remedy: 'Let an empty tag fall back to `.Chart.AppVersion`, and leave the tag in `values.yaml` empty.',
  fixSafety: 'The image may be that of another program, which has versions of its own.',
  on: 'template',

  *check({ source, file }, { workspace }) {
    if (workspace.chartOutline() === undefined) return yield notApplicable('It belongs to no chart that can be read.');
    const images = templateYamlOf(file).entries.filter(({ path, text }) => path.at(-1) === 'image' && text !== '');
    if (images.length === 0) return yield notApplicable('It writes no image.');
    const chart = workspace.chart();
    for (const image of images) if (chart !== undefined) yield judge(image, source.uri, chart);
  },
});

function judge(image: TemplateEntry, uri: string, chart: ChartNames): Outcome {
  const tag = tagOf(image);
  if (tag === undefined) return satisfied('The image has no tag that is printed as it is.');
  const path = valuePathOf(chart, uri, tag.expression);
  if (path === undefined) return satisfied('The tag is not one value of the chart.');
  if (isTested(image, path, uri, chart)) return satisfied('The template asks first whether there is a tag.');
  const set = defaultScalar(chart, path);
  if (set === undefined) return unknown(`"${path.join('.')}" has no single value in values.yaml.`);
  const version = appVersionOf(chart);
  const isEmpty = set === null || set === '';
  if (isEmpty && isWithoutRepository(path, chart)) return unknown('Its repository is empty, too: who installs the chart says both.');
  if (!isEmpty && String(set) !== version) return satisfied('The tag is not the version of the application.');
  const name = path.join('.');
  const before = prefixOf(tag.expression, image);
  return violated({
    span: tag.expression.span,
    severity: isEmpty ? 'warning' : 'information',
    message: isEmpty
      ? `"${name}" is empty in values.yaml, and nothing takes its place: the image has no tag.`
      : `"${name}" repeats appVersion, "${version}": with each release both have to change. If it is left empty, the image has no tag.`,
    fixes: [
      version === undefined || before === undefined
        ? undefined
        : fix('Fall back to appVersion', isEmpty && name !== 'image.tag' ? 'unsafe' : 'safe', {
            span: { start: tag.end, end: tag.end },
            newText: ` | default ${before}Chart.AppVersion`,
          }),
    ],
  });
}

interface Tag {
  readonly expression: Expression;
  /** Behind the last function of its pipeline. */
  readonly end: number;
}

/** What `"{{ repository }}:{{ tag }}"` prints behind its colon. */
function tagOf({ text, prints }: TemplateEntry): Tag | undefined {
  const last = prints.at(-1);
  if (last === undefined || !new RegExp(`:${PRINTED}+["']?$`).test(text)) return undefined;
  return isDigest(text) ? undefined : plainTag(last);
}

/** Whether a digest stands before the colon: `@sha256:…`. */
function isDigest(text: string): boolean {
  return new RegExp(`@sha256:${PRINTED}+["']?$`).test(text);
}

function plainTag({ pipeline }: PrintStatement): Tag | undefined {
  const expression = plainExpression(pipeline);
  return expression === undefined ? undefined : { expression, end: pipeline.commands.at(-1)?.span.end ?? pipeline.span.end };
}

function isTested({ branches }: TemplateEntry, path: ValuePath, uri: string, chart: ChartNames): boolean {
  return branches.some(({ pipeline: { span } }) =>
    chart.templates.fields
      .get(uri)
      ?.some(
        use =>
          span.start <= use.span.start &&
          use.span.end <= span.end &&
          use.result.some(subject => subject.kind === 'values' && isSamePath(subject.path, path)),
      ),
  );
}

function isWithoutRepository(path: ValuePath, chart: ChartNames): boolean {
  const repository = defaultScalar(chart, [...path.slice(0, -1), 'repository']);
  return repository === '' || repository === null;
}

/** The text of `appVersion`: a number may be another one than was written. */
function appVersionOf({ sources: { chart } }: ChartNames): string | undefined {
  const data = chart.metadata.root.get('appVersion')?.data;
  return data instanceof TracedText ? data.text : undefined;
}

/** How the template can name the chart where it names a value: `.` or `$.`. */
function prefixOf(expression: Expression, { branches, definition }: TemplateEntry): string | undefined {
  const [first] = fieldsOf(expression);
  if (expression.kind === 'field' && first?.name === 'Values') return '.';
  if (expression.kind === 'variable' && expression.name === '$' && first?.name === 'Values') return '$.';
  return definition === undefined && branches.length > 0 ? '$.' : undefined;
}
