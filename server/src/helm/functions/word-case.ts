/** `HTTPServer` as `http_server`: words in lower case with a connector between them, as Sprig tells words apart. */
export function joinWords(text: string, connector: string): string {
  const words = [...wordsOf(text)];
  let joined = '';
  words.forEach((word, index) => {
    const previous = words[index - 1];
    if (previous !== undefined && isApart(words, index)) joined += connector;
    joined += word.kind === 'connector' ? connector.repeat(word.text.length) : lowerCase(word.text);
  });
  return joined;
}

interface Word {
  readonly kind: 'connector' | 'punctuation' | 'upper' | 'lower' | 'number' | 'other';
  readonly text: string;
  /** Whether this belongs to a number with letters, as in `2xx`, or to a word that ends in a number, as `floor4`. */
  readonly isAttached: boolean;
}

// Letters of Chinese and Japanese make no words here.
const NO_LETTER = '[\\u3034-\\u30fe\\u3400-\\u4dbe\\u4e00-\\u9ffe\\uf900-\\ufafe\\uff66-\\uff9e]';
const LETTER = `(?!${NO_LETTER})\\p{L}`;
const SMALL = `(?!\\p{Lu})${LETTER}`;
const WORD = new RegExp(
  `[-_\\s]+|\\p{P}+|\\p{Lu}+(?=\\p{Lu}${SMALL})|\\p{Lu}(?:${SMALL})+|\\p{Lu}+|(?:${SMALL})+|\\p{N}+|(?:${NO_LETTER}|[^-_\\s\\p{P}\\p{L}\\p{N}])+`,
  'gu',
);
const STARTS_WITH_LETTER = new RegExp(`^${LETTER}`, 'u');
/[-_\s]+|\p{P}+|\p{Lu}+(?=\p{Lu}(?!\p{Lu})\p{L})|\p{Lu}(?:(?!\p{Lu})\p{L})+|\p{Lu}+|(?:(?!\p{Lu})\p{L})+|\p{N}+|[^-_\s\p{P}\p{L}\p{N}]+/gu;

function* wordsOf(text: string): Generator<Word> {
  const parts = text.match(WORD) ?? [];
  let isInNumber = false;
  for (const [index, part] of parts.entries()) {
    const kind = kindOf(part);
    const previous = index === 0 ? undefined : kindOf(parts[index - 1] ?? '');
    if (kind === 'number') {
      const next = parts[index + 1];
      const isFollowedByLetters = next !== undefined && kindOf(next) === 'lower';
      // A number goes with the word before it, unless lower case follows, with which it makes a word: Bld4_Floor, http_2xx.
      const isAttached = isInNumber || ((previous === 'upper' || previous === 'lower' || previous === 'other') && !isFollowedByLetters);
      isInNumber = isInNumber || isFollowedByLetters || previous === undefined || previous === 'connector' || previous === 'punctuation';
      yield { kind, text: part, isAttached };
    } else {
      const isAttached: boolean = isInNumber && kind === 'lower';
      isInNumber = isAttached;
      yield { kind, text: part, isAttached };
    }
  }
}

function kindOf(part: string): Word['kind'] {
  if (/^[-_\s]/.test(part)) return 'connector';
  if (/^\p{P}/u.test(part)) return 'punctuation';
  if (/^\p{Lu}/u.test(part)) return 'upper';
  if (STARTS_WITH_LETTER.test(part)) return 'lower';
  return /^\p{N}/u.test(part) ? 'number' : 'other';
}

function isApart(words: readonly Word[], index: number): boolean {
  const word = words[index];
  const previous = words[index - 1];
  if (word === undefined || previous === undefined || word.isAttached) return false;
  const separates = (kind: Word['kind']) => kind === 'connector' || kind === 'punctuation';
  return !separates(word.kind) && !separates(previous.kind);
}

/** `http_server` as `HttpServer`. Connectors at the start stay, and of several in a row all but one. */
export function camelCase(text: string): string {
  const isConnector = (character: string | undefined) => character !== undefined && /^[-_\s]$/u.test(character);
  const characters = [...text];
  const start = characters.findIndex(character => !isConnector(character));
  const last = characters.at(-1);
  if (start === -1) return text + (last ?? '');
  let result = characters.slice(0, start).join('');
  let current = upperCase(characters[start] ?? '');
  let isFirstUpper = isUpper(characters[start] ?? '');
  for (const character of characters.slice(start + 1)) {
    const previous = current;
    current = character;
    if (isConnector(current) && isConnector(previous)) result += previous;
    else if (isConnector(previous)) {
      isFirstUpper = isUpper(current);
      current = upperCase(current);
    } else {
      if (isFirstUpper && isUpper(current)) current = lowerCase(current);
      else isFirstUpper = false;
      result += previous;
    }
  }
  return result + current;
}

function isUpper(character: string): boolean {
  return /^\p{Lu}$/u.test(character);
}

/** Each character in upper case, where that is one character. */
export function upperCase(text: string): string {
  return mapCharacters(text, character => character.toUpperCase());
}

export function lowerCase(text: string): string {
  return mapCharacters(text, character => String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0));
}

/** The first letter of each word in upper case; all but letters, digits and underscores ends a word. */
export function titleCase(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}_])\p{L}/gu, upperCase);
}

/** The first letter of the text and of each word after white space in lower case. */
export function uncapitalized(text: string): string {
  return text.replace(/(?<!\S)\S/gu, lowerCase);
}

export function swappedCase(text: string): string {
  return mapCharacters(text, character => (isUpper(character) ? lowerCase(character) : character.toUpperCase()));
}

/** The first character of each word; words are told apart by white space, and characters are bytes. */
export function initialsOf(bytes: string): string {
  return [...bytes.matchAll(/(?<![^\t-\r \x85\xa0])[^\t-\r \x85\xa0]/g)].map(match => match[0]).join('');
}

function mapCharacters(text: string, change: (character: string) => string): string {
  let result = '';
  for (const character of text) {
    const changed = change(character);
    result += [...changed].length === 1 ? changed : character;
  }
  return result;
}
