import type { Linter } from '../engine/linter.js';
import type { OfferedFix } from '../engine/report.js';
import type { Severity } from '../rules/define-rule.js';
import { SourceText } from '../text/source-text.js';
import type { TextEdit } from '../text/text-edit.js';
import { ancestorsOf, folderOf } from '../workspace/uri-path.js';
import { parseYamlDocument } from '../yaml/parse-yaml-document.js';
import type { YamlNode } from '../yaml/yaml-node.js';

const CONFIG_NAME = '.plimsoll.yaml';

/**
 * Sets the severity of a rule in the configuration nearest to a document.
 *
 * @param folder where a configuration is created if there is none; unsaid, beside the document
 */
export function severityEdit(
  linter: Linter,
  uri: string,
  folder: string | undefined,
  ruleId: string,
  severity: Severity | 'off',
): Pick<OfferedFix, 'edits' | 'create'> | undefined {
  const config = ancestorsOf(folderOf(uri))
    .map(ancestor => `${ancestor}/${CONFIG_NAME}`)
    .find(candidate => linter.has(candidate));
  if (config === undefined) {
    const text = `rules:\n  ${ruleId}: ${severity}\n`;
    return { edits: [], create: [{ uri: `${folder ?? folderOf(uri)}/${CONFIG_NAME}`, text }] };
  }
  const edit = editOf(new SourceText(config, linter.textOf(config) ?? ''), ruleId, severity);
  return edit === undefined ? undefined : { edits: [{ uri: config, edits: [edit] }], create: [] };
}

function editOf(source: SourceText, ruleId: string, severity: string): TextEdit | undefined {
  const { root, errors } = parseYamlDocument(source);
  if (errors.length > 0 || (root !== undefined && root.kind !== 'map')) return undefined;
  const rules = root?.get('rules');
  if (rules === undefined) {
    const { text, eol } = source;
    return insertion(text.length, `${text === '' || text.endsWith('\n') ? '' : eol}rules:${eol}  ${ruleId}: ${severity}${eol}`);
  }
  const entry = rules.get(ruleId);
  return entry === undefined ? addition(source, rules, `${ruleId}: ${severity}`) : change(source, entry, severity);
}

function change(source: SourceText, entry: YamlNode, severity: string): TextEdit | undefined {
  if (entry.kind === 'scalar') return { span: entry.span, newText: entry.style === 'empty' ? ` ${severity}` : severity };
  const present = entry.get('severity');
  return present?.kind === 'scalar' ? change(source, present, severity) : addition(source, entry, `severity: ${severity}`);
}

/** Adds an entry before all others of a map. */
function addition(source: SourceText, map: YamlNode, entry: string): TextEdit | undefined {
  const [first] = map.entries();
  if (map.style === 'block' && first !== undefined) {
    const { start } = first[1].entrySpan;
    const indentation = source.text.slice(source.lineStart(source.lineAt(start)), start);
    return /\S/.test(indentation) ? undefined : insertion(start, `${entry}${source.eol}${indentation}`);
  }
  if (map.style === 'flow' && first !== undefined) return insertion(first[1].entrySpan.start, `${entry}, `);
  if (map.kind !== 'map' && map.style !== 'empty') return undefined;
  return { span: map.span, newText: map.style === 'empty' ? `${source.eol}  ${entry}` : `{ ${entry} }` };
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}
