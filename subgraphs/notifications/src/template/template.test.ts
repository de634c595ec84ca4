import { describe, expect, test } from '@jest/globals';
import { type KeptNotice, KINDS, pageOf } from '../kind/kinds.ts';
import { exampleOf } from './examples.ts';
import { LANGUAGES, languageOf } from './languages.ts';
import { render, wordsOf } from './render.ts';

const NASTY = '<img src=x onerror="alert(1)"> & \'co\'\r\nBcc: all@example.com';
const links = { action: 'https://shop.example/orders/1?a=1&b="2"', unsubscribe: 'https://shop.example/u?user=1&kind=2' };

describe.each(LANGUAGES)('in %s', (locale) => {
  const language = languageOf(locale);

  test.each(KINDS)('%s says something, in text and in HTML', (kind) => {
    const { title, text, html, body } = render(language, exampleOf(kind), links);
    expect(title).not.toMatch(/undefined|\[object|\n/);
    expect(body).not.toMatch(/undefined|\[object/);
    expect(text).toContain(links.unsubscribe);
    expect(html).toContain('https://shop.example/u?user=1&amp;kind=2');
    expect(pageOf(exampleOf(kind))).toMatch(/^\/[\w/-]+$/);
  });

  test.each(KINDS)('%s lets nothing that people typed be more than text', (kind) => {
    const { data } = exampleOf(kind);
    const named = { order: NASTY, items: [NASTY], product: NASTY };
    const items = kind === 'DIGEST' ? { items: [{ kind: 'REVIEW_RECEIVED', data: { productId: '1', rating: 1 }, names: named }] } : data;
    const { title, html } = render(language, { kind, data: items, names: named } as KeptNotice, links);
    expect(title).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('onerror="');
    expect(html).not.toContain("'co'");
  });
});

test('amounts are written as the language writes them, by as many places as the currency has', () => {
  const said = (locale: string, currency: string): string =>
    wordsOf(languageOf(locale), { kind: 'PAYOUT_PAID', data: { amount: { amountMinor: 123_450, currency } }, names: {} }).title;
  expect(said('en', 'EUR')).toContain('€1,234.50');
  expect(said('de', 'EUR')).toContain('1.234,50\u00a0€');
  expect(said('en', 'JPY')).toContain('¥123,450');
  expect(said('hi', 'INR')).toContain('₹1,234.50');
});

test('a region falls back to its language, and what is not spoken to English', () => {
  expect(languageOf('de-AT').locale).toBe('de');
  expect(languageOf('fr').locale).toBe('en');
});

test('nobody is called undefined: what has no name is called what it is', () => {
  expect(wordsOf(languageOf('en'), { kind: 'ENROLLED', data: { productId: '1', courseId: '2' }, names: {} }).title).toBe(
    'You are enrolled in a product',
  );
});
