import { expect, it } from '@jest/globals';
import { compose } from './compose.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])\n';

it('tells in words what does not fit together', () => {
  const one = { name: 'one', url: 'http://one.test', sdl: `${LINK} type Query { a: A } type A @key(fields: "id") { id: ID! size: Int! }` };
  const two = { name: 'two', url: 'http://two.test', sdl: `${LINK} type A @key(fields: "id") { id: ID! size: String! }` };
  expect(() => compose([one, two])).toThrow(/the subgraphs do not compose:\n- .*A\.size/);
  expect(() => compose([{ ...one, sdl: 'type Query {' }])).toThrow(/\[one\] Syntax Error/);
  expect(compose([one]).supergraphSdl).toContain('http://one.test');
});
