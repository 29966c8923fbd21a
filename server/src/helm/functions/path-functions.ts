import { derivedOrigin } from '../../gotemplate/origin.js';
import { aliasesOf, type TemplateFunction, templateFunction } from '../../gotemplate/template-function.js';
import { TracedText } from '../../gotemplate/traced-text.js';

const PATH_FUNCTIONS_WITHOUT_SYSTEM: readonly TemplateFunction[] = [
  templateFunction('base', ['text'], (_, path) => baseOf(path)),
  templateFunction('dir', ['text'], (_, path) => path.rewritten(cleanPath(path.text.slice(0, path.text.lastIndexOf('/') + 1)))),
  templateFunction('clean', ['text'], (_, path) => path.rewritten(cleanPath(path.text))),
  templateFunction('ext', ['text'], (_, path) => {
    const extension = /\.[^./]*$/.exec(path.text)?.[0] ?? '';
    return extension === '' ? TracedText.of('', derivedOrigin(path.origin)) : path.slice(path.length - extension.length);
  }),
  templateFunction('isAbs', ['text'], (_, path) => path.text.startsWith('/')),
];

/** Functions on paths. Those with `os` are for the system that Helm runs on, which is taken to have slashes, too. */
export const PATH_FUNCTIONS: readonly TemplateFunction[] = PATH_FUNCTIONS_WITHOUT_SYSTEM.flatMap(declared => {
  return [declared, ...aliasesOf(declared, `os${declared.name.charAt(0).toUpperCase()}${declared.name.slice(1)}`)];
});

function baseOf(path: TracedText): TracedText {
  if (path.length === 0) return TracedText.of('.', derivedOrigin(path.origin));
  const end = path.text.replace(/\/+$/, '').length;
  return end === 0 ? path.slice(0, 1) : path.slice(path.text.lastIndexOf('/', end - 1) + 1, end);
}

/** The shortest path that means the same. */
function cleanPath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (!isAbsolute) names.push(name);
  }
  return (isAbsolute ? '/' : '') + names.join('/') || '.';
}
