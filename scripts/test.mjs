// `npm test [-- WORD…]`: installs what is missing, builds, and runs everything, or the test files whose names contain a word.
import { installMissing, run } from './install-missing.mjs';

installMissing();
run('npm', ['run', '--silent', 'build']);
run(process.execPath, ['--enable-source-maps', 'out/scripts/run-tests.js', '--editor', ...process.argv.slice(2)]);
