import { expect, test } from '@jest/globals';
import { printable } from './printable.ts';

test('names in letters that the font lacks are written in Latin ones, and their marks by themselves not at all', () => {
  expect(['北京市', 'さくら', '한국', 'नमस्ते', 'Ünlü Œuvre', 'קפה'].map(printable)).toEqual([
    'BeiJingShi',
    'sakura',
    'HanGug',
    'nmste',
    'Ünlü Œuvre',
    'קפה',
  ]);
  expect(printable('\u{F0000}')).toBe('?');
});

test('a name of several lines is printed in one, so that nobody adds a line to what a document says', () => {
  expect(printable('Buyer  Ada\r\nSeller  Somebody else\u2028Number\t1')).toBe('Buyer  Ada Seller  Somebody else Number 1');
});
