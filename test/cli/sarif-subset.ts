/**
 * The part of SARIF 2.1.0 that we write, as a schema of our own: every property that we use, with the types, bounds and required
 * properties that the standard gives it, and nothing else allowed. The standard's own schema, which `test/oracle` brings, allows more.
 */
const message = object({ text: { type: 'string' } }, ['text']);
const multiformat = object({ text: { type: 'string' }, markdown: { type: 'string' } }, ['text']);
const artifactLocation = object({ uri: { type: 'string', pattern: '^[^\\s"<>\\\\^`{|}]*$' } }, []);
const line = { type: 'integer', minimum: 1 };
const region = object({ startLine: line, startColumn: line, endLine: line, endColumn: line }, ['startLine']);
const physicalLocation = object({ artifactLocation, region }, ['artifactLocation']);
const logicalLocation = object({ name: { type: 'string' }, fullyQualifiedName: { type: 'string' }, kind: { type: 'string' } }, []);
const location = object({ id: { type: 'integer', minimum: 0 }, physicalLocation, logicalLocations: list(logicalLocation), message }, []);
const replacement = object({ deletedRegion: region, insertedContent: message }, ['deletedRegion']);
const artifactChange = object({ artifactLocation, replacements: { ...list(replacement), minItems: 1 } }, [
  'artifactLocation',
  'replacements',
]);
const fix = object({ description: message, artifactChanges: { ...list(artifactChange), minItems: 1 } }, ['artifactChanges']);
const level = { enum: ['none', 'note', 'warning', 'error'] };

const descriptor = object(
  {
    id: { type: 'string' },
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    defaultConfiguration: object({ level, enabled: { type: 'boolean' } }, []),
    properties: object({ tags: { ...list({ type: 'string' }), uniqueItems: true }, sop: list({ type: 'string' }) }, []),
  },
  ['id'],
);

const result = object(
  {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: list(location),
    relatedLocations: list(location),
    fixes: list(fix),
  },
  ['message'],
);

const notification = object({ level, message, locations: list(location) }, ['message']);
const invocation = object({ executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(notification) }, [
  'executionSuccessful',
]);
const driver = object({ name: { type: 'string' }, version: { type: 'string' }, rules: { ...list(descriptor), uniqueItems: true } }, [
  'name',
]);
const run = object(
  {
    tool: object({ driver }, ['driver']),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    invocations: list(invocation),
    results: list(result),
  },
  ['tool'],
);

export const SARIF_SUBSET = object({ $schema: { type: 'string' }, version: { enum: ['2.1.0'] }, runs: list(run) }, ['version', 'runs']);

function object(properties: Readonly<Record<string, object>>, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object) {
  return { type: 'array', items };
}
