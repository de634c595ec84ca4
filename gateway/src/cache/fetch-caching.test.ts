import { describe, expect, it } from '@jest/globals';
import { compose } from '../compose.ts';
import type { FetchStep } from '../execute/compile-plan.ts';
import { loadSupergraph } from '../plan/supergraph.ts';
import { fetchCaching } from './fetch-caching.ts';
import { addTags } from './tags.ts';

const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@composeDirective"])
    @link(url: "https://specs.example.org/cacheControl/v1.0", import: [{ name: "@cacheControl", as: "@keep" }])
    @composeDirective(name: "@keep")
  directive @keep(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

const sdls = {
  one: `${link}
    type Query {
      shared: Shared @keep(maxAge: 100) own: Own node: Node @keep(maxAge: 100) some: Some @keep(maxAge: 100)
      plain: Int scalar: Int @keep(maxAge: 50) secret: Int @keep(maxAge: 50) @authenticated
    }
    type Shared @key(fields: "id") @keep(maxAge: 70) { id: ID! text: String own: Own value: Value @keep(inheritMaxAge: true) }
    type Own @keep(maxAge: 30) { id: ID! text: String hidden: String @requiresScopes(scopes: [["admin"]]) shared: Shared }
    type Value { text: String }
    interface Node { id: ID! kept: Value }
    type Long implements Node { id: ID! kept: Value @keep(maxAge: 90) }
    type Short implements Node { id: ID! kept: Value @keep(maxAge: 5, scope: PRIVATE) }
    union Some = Shared | Own
  `,
  two: `${link} type Shared @key(fields: "id") { id: ID! number: Int hinted: Int @keep(maxAge: 20) }`,
};
const { supergraphSdl } = compose(Object.entries(sdls).map(([name, sdl]) => ({ name, sdl, url: `http://${name}.test/` })));
const hints = loadSupergraph(supergraphSdl).hints!;

const cachingOf = (query: string, service = 'one') =>
  fetchCaching({ service, query, operationKind: 'query', context: undefined } as FetchStep, hints);
const policyOf = (query: string, service?: string) => {
  const caching = cachingOf(query, service);
  return caching && [caching.maxAgeMs / 1_000, caching.isPrivate];
};

describe('an operation is kept', () => {
  it.each([
    ['for the least of its ages', '{ shared { text } scalar }', [50, false]],
    ['as long as what holds its plain fields', '{ shared { id text } }', [100, false]],
    ['not at all without a hint at a root', '{ plain }', undefined],
    ['not at all where an object has no hint', '{ node { kept { text } id } shared { own { shared { text } } } }', undefined],
    ['by the hint of a type that one subgraph alone knows', '{ own { text } }', [30, false]],
    ['as long as what holds an object that inherits', '{ shared { value { text } } }', [100, false]],
    ['as the strictest of the objects that it may be', '{ node { kept { text } } }', [5, true]],
    ['as the object that it asks for', '{ node { ... on Long { kept { text } } } }', [90, false]],
    ['for its viewer where not everybody may see it', '{ secret }', [50, true]],
    ['for its viewer where that is so further inside', '{ own { text hidden } }', [30, true]],
  ])('%s', (_, query, policy) => expect(policyOf(query)).toEqual(policy));

  it.each([
    ['by the hint of a field', '... on Shared { hinted }', [20, false]],
    ['not by the hint of a type that others know too', '... on Shared { number }', undefined],
    ['not at all if one field has none', '... on Shared { hinted number }', undefined],
  ])('for an entity %s', (_, selection, policy) => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
    expect(policyOf(query, 'two')).toEqual(policy);
  });

  it('under one name, whatever the planner calls it, and apart from other subgraphs', () => {
    expect(cachingOf('query One__one__0 { scalar }')?.prefix).toBe(cachingOf('query Two__one__1 { scalar }')?.prefix);
    expect(cachingOf('{ scalar }')?.prefix).not.toBe(cachingOf('{ scalar }', 'two')?.prefix);
  });
});

describe('an answer tells of', () => {
  const tagsOf = (query: string, data: object): string[] => {
    const tags = new Set<string>();
    addTags(data, cachingOf(query)!.tags, hints, tags);
    return [...tags].sort();
  };

  it.each([
    ['objects by their keys, whatever these are called', '{ shared { named: id } }', { shared: { named: 's1' } }, ['Query', 'Shared:s1']],
    ['any object of a type where the key was not asked for', '{ shared { text } }', { shared: { text: '' } }, ['Query', 'Shared']],
    ['any object of a type where none was there', '{ shared { id } }', { shared: null }, ['Query', 'Shared']],
    ['what has no key as any', '{ own { id } }', { own: { id: 'o1' } }, ['Own', 'Query']],
    [
      'objects behind a union by the type that they say',
      '{ some { __typename ... on Shared { id } } }',
      { some: { __typename: 'Shared', id: 's1' } },
      ['Query', 'Shared:s1'],
    ],
    ['a union where nothing says more', '{ some { ... on Shared { id } } }', { some: { id: 's1' } }, ['Query', 'Some']],
  ])('%s', (_, query, data, tags) => expect(tagsOf(query, data)).toEqual(tags));

  it('a union or interface when one of its objects is touched', () => {
    expect(hints.namesOf('Shared')).toEqual(expect.arrayContaining(['Shared', 'Some']));
    expect(hints.namesOf('Long')).toEqual(expect.arrayContaining(['Long', 'Node']));
  });
});
