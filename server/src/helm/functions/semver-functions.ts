import { FunctionError } from '../../gotemplate/template-error.js';
import { type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { type Data, GoObject, Int, type Value } from '../../gotemplate/value.js';
import { compareVersions, parseSemanticVersion, type SemanticVersion, versionText } from '../semver/semantic-version.js';
import { parseVersionConstraint, satisfiesConstraint } from '../semver/version-constraint.js';

/** Functions on semantic versions. */
export const SEMVER_FUNCTIONS: readonly TemplateFunction[] = [
  templateFunction('semver', ['text'], (_, text) => new VersionObject(parseSemanticVersion(text.text))),
  templateFunction('semverCompare', ['text', 'text'], (_, constraint, version) => {
    const parsed = parseVersionConstraint(constraint.text);
    return satisfiesConstraint(parseSemanticVersion(version.text), parsed);
  }),
];

/** What `semver` answers: a version with the methods of the Go library. */
class VersionObject extends GoObject {
  readonly version: SemanticVersion;

  constructor(version: SemanticVersion) {
    super({ type: '*semver.Version', methods: methodsOf(version), print: () => versionText(version) });
    this.version = version;
  }
}

function methodsOf(version: SemanticVersion): Map<string, TemplateFunction> {
  const plain = (name: string, body: () => Data) => templateFunction(name, [], body);
  const comparing = (name: string, body: (order: number) => Data) =>
    templateFunction(name, ['any'], (_, other) => body(compareVersions(version, versionOf(other))));
  const number = (value: bigint) => new Int(value, 'uint64');
  const next = (changes: Partial<SemanticVersion>) => {
    const changed = { ...version, prerelease: '', metadata: '', ...changes };
    return new VersionObject({ ...changed, original: versionText(changed) });
  };
  const declared = [
    plain('Major', () => number(version.major)),
    plain('Minor', () => number(version.minor)),
    plain('Patch', () => number(version.patch)),
    plain('Prerelease', () => TracedText.of(version.prerelease)),
    plain('Metadata', () => TracedText.of(version.metadata)),
    plain('Original', () => TracedText.of(version.original)),
    plain('String', () => TracedText.of(versionText(version))),
    comparing('Compare', order => new Int(Math.sign(order))),
    comparing('Equal', order => order === 0),
    comparing('LessThan', order => order < 0),
    comparing('LessThanEqual', order => order <= 0),
    comparing('GreaterThan', order => order > 0),
    comparing('GreaterThanEqual', order => order >= 0),
    plain('IncMajor', () => next({ major: version.major + 1n, minor: 0n, patch: 0n })),
    plain('IncMinor', () => next({ minor: version.minor + 1n, patch: 0n })),
    plain('IncPatch', () => next({ patch: version.prerelease === '' ? version.patch + 1n : version.patch })),
  ];
  return new Map(declared.map(each => [each.name, each]));
}

function versionOf({ data }: Value): SemanticVersion {
  if (data instanceof VersionObject) return data.version;
  throw new FunctionError('the argument is not a version');
}
