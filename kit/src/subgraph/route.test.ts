import { expect, test } from '@jest/globals';
import { json, matchRoute, route } from './route.ts';

const answer = async () => json(200, {});
const routes = [
  route('GET', '/keys', answer),
  route('GET', '/auth/:provider', answer),
  route('GET', '/auth/:provider/callback', answer),
  route('POST', '/auth/:provider', answer),
];
const found = (method: string, path: string) => {
  const match = matchRoute(routes, method, path);
  return match && [match.route.method, match.route.path, match.parameter];
};

test.each([
  ['GET', '/keys', ['GET', '/keys', '']],
  ['GET', '/auth/google', ['GET', '/auth/:provider', 'google']],
  ['POST', '/auth/google', ['POST', '/auth/:provider', 'google']],
  ['GET', '/auth/a%20b/callback', ['GET', '/auth/:provider/callback', 'a b']],
])('%s %s is answered by the route that has its segments', (method, path, expected) => {
  expect(found(method, path)).toEqual(expected);
});

test.each([
  ['POST', '/keys'],
  ['GET', '/keys/'],
  ['GET', '/auth/'],
  ['GET', '/auth//callback'],
  ['GET', '/auth/google/callback/more'],
  ['GET', '/auth/google/elsewhere'],
  ['GET', '/auth/%E0%A4%A'],
])('%s %s is answered by none', (method, path) => {
  expect(found(method, path)).toBeNull();
});
