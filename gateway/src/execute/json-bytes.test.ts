import { expect, it } from '@jest/globals';
import { JsonBytes } from './json-bytes.ts';

const json = new JsonBytes();

it('writes every character as JSON.stringify does', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const text = `a${String.fromCharCode(code)}b`;
    json.string(text);
    const written = json.take().toString();
    if (written !== JSON.stringify(text)) throw new Error(`differs for ${code.toString(16)}: ${written}`);
  }
  for (const text of ['', 'emoji 🎉 inside', 'a "quoted" word', 'back\\slash', '№ 5', 'x'.repeat(200_000), '€'.repeat(200_000)]) {
    json.string(text);
    expect(json.take().toString()).toBe(JSON.stringify(text));
  }
});

it('repeats, forgets and grows', () => {
  json.plain('[');
  const start = json.position;
  json.string('é'.repeat(100));
  const end = json.position;
  for (let times = 0; times < 1_000; times++) {
    json.plain(',');
    json.again(start, end);
  }
  const mark = json.position;
  json.json('{"gone":true}');
  json.position = mark;
  json.plain(']');
  expect(JSON.parse(json.take().toString())).toEqual(Array.from({ length: 1_001 }, () => 'é'.repeat(100)));
  expect(json.take().toString()).toBe('');
});
