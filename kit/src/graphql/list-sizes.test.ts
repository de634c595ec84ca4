import { expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { withListSizes } from './list-sizes.ts';

const sized = '@listSize(assumedSize: 100, slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

test('what answers a page says how long a page may be, and nothing else does', () => {
  const text = print(
    withListSizes(
      parse(`type Query {
        books(first: Int! = 20): BookConnection!
        maybe(first: Int! = 20): BookConnection @deprecated
        whole: BookConnection!
        popular(first: Int! = 10): [Book!]!
      }`),
    ),
  );
  expect(text).toContain(`books(first: Int! = 20): BookConnection! ${sized}`);
  expect(text).toContain(`maybe(first: Int! = 20): BookConnection @deprecated ${sized}`);
  expect(text).toMatch(/whole: BookConnection!\n/);
  expect(text).toMatch(/popular\(first: Int! = 10\): \[Book!\]!\n/);
});
