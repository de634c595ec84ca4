import { describe, expect, it } from '@jest/globals';
import { compose } from '../compose.ts';
import { loadSupergraph } from '../plan/supergraph.ts';
import type { Requirement } from './requirement.ts';

const IMPORTS = ['key', 'requires', 'external', 'interfaceObject', 'context', 'fromContext', 'shareable'];
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: [${IMPORTS.map((name) => `"@${name}"`).join()}])\n`;

const SECURITY = `
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@scoped" }], for: SECURITY)
directive @signedIn on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @scoped(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
scalar requiresScopes__Scope
`;

/** A supergraph as a composer might write it that does not look at access itself: `rules` puts a directive behind a text in it. */
function rulesOf(sdls: Record<string, string>, rules: Record<string, string>): (type: string, field: string) => string[] {
  const composed = compose(Object.entries(sdls).map(([name, sdl]) => ({ name, sdl: LINK + sdl, url: `http://${name}.test` })));
  let sdl = composed.supergraphSdl.replace(/^schema\n(( {2}@link.*\n)+)/, `schema\n$1${SECURITY.split('directive')[0]!.trim()}\n`);
  sdl += SECURITY.slice(SECURITY.indexOf('directive'));
  for (const [place, directive] of Object.entries(rules)) {
    expect(sdl).toContain(place);
    sdl = sdl.replaceAll(place, `${place} ${directive}`);
  }
  const { access } = loadSupergraph(sdl);
  const text = (requirement: Requirement): string => (requirement.kind === 'authenticated' ? 'signed in' : requirement.anyOf.join(' or '));
  return (type, field) => [...access!.ofField(type, field)].map(text).sort();
}

const home = `
  type Query { book: Book works: [Work!]! }
  interface Work @key(fields: "id") { id: ID! weight: Int }
  type Book implements Work @key(fields: "id") { id: ID! weight: Int size: Size isbn: Isbn }
  type Film implements Work @key(fields: "id") { id: ID! weight: Int }
  type Size { width: Int }
  scalar Isbn
`;

const shipping = `
  type Book @key(fields: "id") {
    id: ID! size: Size @external rate: Int @external cost: Int @requires(fields: "size { width }") tax: Int @requires(fields: "rate") inStock: Boolean
  }
  type Size { width: Int @external }
`;

const rates = `
  type Book @key(fields: "id") { id: ID! cost: Int @external rate: Int @requires(fields: "cost") }
`;

describe('access rules', () => {
  const all = { home, shipping, rates };

  it('follow what a field is computed from, through every step', () => {
    const rules = rulesOf(all, { 'width: Int': '@signedIn' });
    expect(rules('Size', 'width')).toEqual(['signed in']);
    expect(rules('Book', 'cost')).toEqual(['signed in']);
    expect(rules('Book', 'tax')).toEqual(['signed in']);
    expect(rules('Book', 'inStock')).toEqual([]);
    // The size itself is for everybody, though not what is in it.
    expect(rules('Book', 'size')).toEqual([]);
  });

  it('of a type hold for the fields that lead to it and for those on it', () => {
    const rules = rulesOf(all, { 'scalar Isbn\n': '@scoped(scopes: [["a", "b"], ["c"]])\n' });
    expect(rules('Book', 'isbn')).toEqual(['a,b or c']);
    const sized = rulesOf(all, { 'type Size': '@signedIn' });
    expect(sized('Book', 'size')).toEqual(['signed in']);
    expect(sized('Size', 'width')).toEqual(['signed in']);
    expect(sized('Book', 'cost')).toEqual(['signed in']);
  });

  it('that stand at an interface alone hold for all its objects', () => {
    const onInterface = rulesOf({ home }, { '  weight: Int': '@signedIn' });
    expect(onInterface('Book', 'weight')).toEqual(['signed in']);
    const alone = rulesOf({ home }, { 'interface Work': '@scoped(scopes: ["x"])' });
    expect(alone('Work', 'weight')).toEqual(['x']);
    expect(alone('Film', 'id')).toEqual(['x']);
    expect(alone('Query', 'works')).toEqual(['x']);
  });

  it('of an interface known as an object hold for the objects', () => {
    const ratings = `
      type Work @key(fields: "id") @interfaceObject { id: ID! weight: Int @external stars: Int score: Int @requires(fields: "weight") }
    `;
    const rules = rulesOf({ home, ratings }, { '  weight: Int': '@signedIn' });
    expect(rules('Film', 'score')).toEqual(['signed in']);
    expect(rules('Work', 'score')).toEqual(['signed in']);
    expect(rules('Book', 'stars')).toEqual([]);
  });

  it('follow what a field is given from its ancestors', () => {
    const catalog = `
      type Query { shop: Shop }
      type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String book: Book }
      type Book @key(fields: "id") { id: ID! price(currency: String @fromContext(field: "$shop { currency }")): Int pages: Int }
    `;
    const other = 'type Query { name: String }';
    const rules = rulesOf({ catalog, other }, { 'currency: String\n': '@signedIn\n' });
    expect(rules('Book', 'price')).toEqual(['signed in']);
    expect(rules('Book', 'pages')).toEqual([]);
  });

  it('are not looked at where there are none', () => {
    const { supergraphSdl } = compose([{ name: 'home', sdl: LINK + home, url: 'http://home.test' }]);
    expect(loadSupergraph(supergraphSdl).access).toBeUndefined();
  });
});
