import { createRequire } from 'node:module';
import anyAscii from 'any-ascii';
import { type Font, openSync } from 'fontkit';

const require = createRequire(import.meta.url);
export const REGULAR = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
export const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

let font: Font | undefined;

/**
 * A text as the font of documents can print it: letters that it has stay, which are Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic
 * ones; others are written in Latin letters, and what there are none for as a question mark. It stays
 * on one line, whatever breaks somebody typed. The document's row keeps the text as it is.
 */
export function printable(text: string): string {
  font ??= openSync(REGULAR) as Font;
  return Array.from(text.normalize('NFC').replace(BREAK, ' '), (letter) =>
    font!.hasGlyphForCodePoint(letter.codePointAt(0)!) ? letter : anyAscii(letter) || (MARK.test(letter) ? '' : '?'),
  ).join('');
}

/** A mark of the letter before it, or what joins letters: it says nothing by itself. */
const MARK = /[\p{M}\p{Cf}]/u;

/** What begins another line, or leaps on in this one. */
const BREAK = /[\t-\r\u0085\u2028\u2029]+/g;
