import { beforeEach, describe, expect, it } from '@jest/globals';
import { AnswerStore } from './answer-store.ts';
import { EVERYTHING, seek, type Touch, touches } from './touch.ts';

let nowMs = 0;
let store: AnswerStore;

beforeEach(() => {
  nowMs = 0;
  store = new AnswerStore(100_000, () => nowMs);
});

const services = new Set(['catalog']);
const keep = (key: string, tags: readonly string[], { since = store.clock, bytes = 100, coordinates = ['Query.products'] } = {}): void =>
  store.put({ key, value: key, bytes, services, coordinates: new Set(coordinates), expiresAtMs: 1_000 }, new Set(tags), since);
const has = (key: string): boolean => store.get(key, 'fetch') !== undefined;
const clear = (name: string, id: string, subgraph?: string): void => store.clear(seek({ subgraph, name, id }, () => []));

describe('what is kept', () => {
  it('goes when its time is over', () => {
    keep('a', ['Product:1']);
    nowMs = 999;
    expect(has('a')).toBe(true);
    nowMs = 1_000;
    expect(has('a')).toBe(false);
    expect(store.figures).toMatchObject({ entries: 0, bytes: 0, fetchHits: 1, fetchMisses: 1 });
  });

  it('goes for want of room, what was used longest ago first', () => {
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) {
      keep(key, [], { bytes: 11_000 });
      has('a');
    }
    expect(['a', 'b', 'c', 'i'].map(has)).toEqual([true, false, true, true]);
    expect(store.figures).toMatchObject({ evictions: 1, entries: 8 });
  });

  it('is nothing that would take the place of too much else', () => {
    keep('a', [], { bytes: 13_000 });
    expect(has('a')).toBe(false);
  });

  it('goes with what it tells of, by object, by all of a type, and by a field', () => {
    const kept = () => ['one', 'two', 'any', 'other'].filter(has);
    const fill = (): void => {
      keep('one', ['Product:1']);
      keep('two', ['Product:2']);
      keep('any', ['Product']);
      keep('other', ['Seller:1'], { coordinates: ['Seller.products'] });
    };
    fill();
    clear('Product', '1');
    expect(kept()).toEqual(['two', 'other']);
    fill();
    clear('Seller.products', '1');
    expect(kept()).toEqual(['one', 'two', 'any']);
    fill();
    clear('Seller.reviews', '1');
    clear('Product', '1', 'reviews');
    expect(kept()).toEqual(['one', 'two', 'any', 'other']);
    expect(store.figures.clears).toBe(3);
  });

  it('is nothing that began to be read before something touched it', () => {
    const since = store.clock;
    clear('Product', '1');
    keep('touched', ['Product:1'], { since });
    keep('untouched', ['Product:2'], { since });
    keep('later', ['Product:1']);
    expect(['touched', 'untouched', 'later'].map(has)).toEqual([false, true, true]);
  });

  it('is nothing that was read for longer than touches are remembered, or over a flush', () => {
    const since = store.clock;
    for (let count = 0; count < 4_096; count++) clear('Seller', String(count));
    keep('old', ['Product:1'], { since });
    const before = store.clock;
    store.flush();
    keep('flushed', ['Product:1'], { since: before });
    keep('later', ['Product:1']);
    expect(['old', 'flushed', 'later'].map(has)).toEqual([false, false, true]);
  });

  it('takes its place again, and leaves nothing behind', () => {
    keep('a', ['Product:1']);
    keep('a', ['Product:2']);
    clear('Product', '1');
    expect(has('a')).toBe(true);
    clear('Product', '2');
    expect(store.figures).toMatchObject({ entries: 0, bytes: 0 });
  });
});

it('a touch of an object is one of every name that it may stand under, and everything is a name too', () => {
  const touch = (name: string): Touch => ({ name, id: '1' });
  const answer = { services, coordinates: new Set<string>() };
  const namesOf = (type: string): string[] => (type === 'Book' ? ['Book', 'Product'] : []);
  expect(touches(seek(touch('Book'), namesOf), answer, (tag) => tag === 'Product:1')).toBe(true);
  expect(touches(seek(touch('Film'), namesOf), answer, (tag) => tag === 'Product:1')).toBe(false);
  expect(touches(seek(touch(EVERYTHING), namesOf), answer, () => false)).toBe(true);
});
