// Stands in for VS Code's native logger, which would need a C++ toolchain: writes lines into the files of output channels.
const { appendFileSync, closeSync, mkdirSync, openSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
let commonLevel = LEVELS.indexOf('info');

class Logger {
  constructor(_kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = commonLevel;
    this.isBare = false;
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'a'));
  }

  write(level, message) {
    if (level < this.level || this.file === undefined) return;
    try {
      appendFileSync(this.file, this.isBare ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`);
    } catch {
      // A log that cannot be written must not stop what is logged.
    }
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.isBare = true;
  }

  flush() {}

  drop() {
    this.file = undefined;
  }
}

const METHODS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
for (const [level, method] of METHODS.entries()) {
  Logger.prototype[method] = function (message) {
    this.write(level, message);
  };
}

const createLogger = async (name, file) => new Logger('rotating', name, file);

// One assignment each: the host imports these by name, and Node finds names of a CommonJS module only in this form.
exports.version = 11100;
exports.Logger = Logger;
exports.setLevel = level => {
  commonLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
