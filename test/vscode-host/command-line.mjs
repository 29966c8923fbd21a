const REPEATABLE = [
  'disable-extension',
  'enable-proposed-api',
  'extensionDevelopmentPath',
  'file-uri',
  'folder-uri',
  'install-extension',
  'uninstall-extension',
];
const WITH_VALUE = [...REPEATABLE, 'extensions-dir', 'extensionTestsPath', 'locale', 'log', 'remote-debugging-port', 'user-data-dir'];

/**
 * Reads the command line of VS Code's desktop, as far as `runTests()` and people who test extensions use it.
 * Options that may be repeated answer lists; unknown ones are kept and harm nothing.
 */
export function parseCommandLine(words) {
  const options = Object.fromEntries(REPEATABLE.map(name => [name, []]));
  const paths = [];
  for (let index = 0; index < words.length; index++) {
    const [, name, inline] = /^--([\w-]+)(?:=(.*))?$/s.exec(words[index]) ?? [];
    if (name === undefined) {
      paths.push(words[index]);
      continue;
    }
    const next = words[index + 1];
    const takesNext = inline === undefined && WITH_VALUE.includes(name) && next !== undefined && !next.startsWith('--');
    const value = takesNext ? words[++index] : (inline ?? true);
    if (REPEATABLE.includes(name)) options[name].push(value);
    else options[name] = value;
  }
  return { options, paths };
}

/** Whether the command line asks about extensions and wants no window. */
export function isWithoutWindow({ options }) {
  return (
    options.version || options['list-extensions'] || options['install-extension'].length > 0 || options['uninstall-extension'].length > 0
  );
}
