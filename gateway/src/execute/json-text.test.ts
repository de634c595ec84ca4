import { expect, it } from '@jest/globals';
import { quote } from './json-text.ts';

it('writes every character as JSON.stringify does', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const text = `a${String.fromCharCode(code)}b`;
    if (quote(text) !== JSON.stringify(text)) throw new Error(`differs for ${code.toString(16)}`);
  }
  for (const text of ['', 'plain', 'emoji 🎉 inside', 'a "quoted" word', 'back\\slash', '\ud83d', '\u2028']) {
    expect(quote(text)).toBe(JSON.stringify(text));
  }
});
