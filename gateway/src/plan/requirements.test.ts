import { expect, it } from '@jest/globals';
import { compose } from '../compose.ts';
import { catalog, shipping } from '../testing/shop.ts';
import { loadSupergraph } from './supergraph.ts';

it('tells computed fields by their inputs, and keys by having none', () => {
  const { supergraphSdl } = compose([catalog, shipping].map(({ name, sdl }) => ({ name, sdl, url: `http://${name}.test` })));
  const { requirements } = loadSupergraph(supergraphSdl);
  const dependents = (type: string, input: string): string[] => [...requirements.dependents('shipping', type, input)];
  expect(dependents('Book', 'weight')).toEqual(['cost']);
  expect(dependents('Book', 'size')).toEqual(['cost']);
  expect(dependents('Film', 'size')).toEqual([]);
  expect(dependents('Book', 'id')).toEqual([]);
  expect([...requirements.dependents('catalog', 'Book', 'weight')]).toEqual([]);
});
