import { describe, expect, it } from '@jest/globals';
import type { DataRecord } from './data.ts';
import { ObjectPlaces } from './object-places.ts';
import type { Place } from './schedule-calls.ts';

const placeAt = (key: string): Place => ({ key, path: key === '' ? [] : key.split('.'), conditions: [] });

function idsAt(places: ObjectPlaces, key: string): unknown[] {
  const ids: unknown[] = [];
  places.visit(placeAt(key), (target) => {
    ids.push(target['id']);
    return target;
  });
  return ids;
}

describe('objects by place', () => {
  it('are found through objects and lists, and lists of lists', () => {
    const data = { a: { b: [{ id: 1 }, null, { id: 2 }] }, rows: [[{ id: 3 }], [{ id: 4 }, 'no object']], none: null };
    const places = new ObjectPlaces(data);
    expect([idsAt(places, 'a.b.@'), idsAt(places, 'rows.@.@'), idsAt(places, 'none.x'), idsAt(places, 'a.id.@')]).toEqual([
      [1, 2],
      [3, 4],
      [],
      [],
    ]);
  });

  it('are looked for again when there may be new ones above, and only then', () => {
    const data: DataRecord = { people: [{ id: 1, friends: [{ id: 2 }] }] };
    const places = new ObjectPlaces(data);
    expect(idsAt(places, 'people.@.friends.@')).toEqual([2]);
    (data['people'] as DataRecord[])[0]!['friends'] = [{ id: 3 }];
    places.changed(placeAt('people.@.friends.@'));
    expect(idsAt(places, 'people.@.friends.@')).toEqual([2]);
    places.changed(placeAt('people.@'));
    expect(idsAt(places, 'people.@.friends.@')).toEqual([3]);
    (data['people'] as DataRecord[])[0]!['friends'] = [{ id: 4 }];
    places.changed(placeAt(''));
    expect(idsAt(places, 'people.@.friends.@')).toEqual([4]);
  });

  it('may be replaced where they are found first, and not once they are remembered', () => {
    const one = { id: 1 };
    const data: DataRecord = { list: [one, { id: 1 }] };
    const places = new ObjectPlaces(data);
    const seen: boolean[] = [];
    const visit = (_: DataRecord, mayReplace: boolean): DataRecord => {
      seen.push(mayReplace);
      return one;
    };
    places.visit(placeAt('list.@'), visit);
    places.visit(placeAt('list.@'), visit);
    expect((data['list'] as DataRecord[])[1]).toBe(one);
    expect(seen).toEqual([true, true, false]);
  });
});
