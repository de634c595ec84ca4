import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '../errors/index.ts';
import { policy } from '../policy/index.ts';
import { aBuyer, startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { Arg, CurrencyCode, Query, Resolver } from './index.ts';

@Resolver()
class FailingResolver {
  @Query(() => String)
  broken(): string {
    throw new Error('connect to postgres://stoa:secret@10.0.0.1 failed');
  }

  @Query(() => String)
  refused(): string {
    throw new DomainError('OUT_OF_STOCK', 'Only 2 are left', { available: 2, code: 'FORGED' });
  }

  @Query(() => String)
  databaseGone(): string {
    throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
  }

  @Query(() => String)
  missing(): string | null {
    return null;
  }

  @Query(() => String)
  priced(@Arg('currency', () => CurrencyCode) currency: string): string {
    return currency;
  }
}

let subgraph: TestSubgraph;
beforeAll(async () => {
  const operations = {
    'Query.broken': 'everyone',
    'Query.refused': 'everyone',
    'Query.databaseGone': 'everyone',
    'Query.missing': 'everyone',
    'Query.priced': 'everyone',
  } as const;
  subgraph = await startTestSubgraph({
    ...(await import('../testing/notes/notes-domain.ts')).notes,
    resolvers: [FailingResolver],
    references: [],
    policies: [policy('Failing', { operations })],
  });
});
afterAll(() => subgraph.stop());

const errorOf = async (query: string, variables = {}) => (await subgraph.as(aBuyer()).request(query, variables)).errors![0]!;

describe('what a client sees of an error', () => {
  test('of a database that is not there just now is when to come back', async () => {
    const { message, extensions } = await errorOf('{ databaseGone }');
    expect(extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 });
    expect(message).not.toContain('administrator');
  });

  test('that nobody foresaw is a trace id and nothing of the cause', async () => {
    const error = await errorOf('{ broken }');
    expect(error.message).toBe('Something went wrong on our side');
    expect(error.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(JSON.stringify(error)).not.toMatch(/secret|postgres/);
  });

  test('where a resolver answered nothing is masked too', async () => {
    expect((await errorOf('{ missing }')).extensions?.code).toBe('INTERNAL_SERVER_ERROR');
  });

  test('that is a refusal is its code and facts', async () => {
    expect(await errorOf('{ refused }')).toMatchObject({
      message: 'Only 2 are left',
      path: ['refused'],
      extensions: { code: 'OUT_OF_STOCK', available: 2 },
    });
  });

  test('in the text of the operation says where', async () => {
    expect((await errorOf('{ broken')).extensions).toEqual({ code: 'GRAPHQL_PARSE_FAILED' });
    expect((await errorOf('{ nothing }')).extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  test.each([
    ['a literal', '{ priced(currency: "XXY") }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a literal of another kind', '{ priced(currency: 7) }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable', 'query ($currency: CurrencyCode!) { priced(currency: $currency) }', { currency: 'XXY' }, 'BAD_USER_INPUT'],
    ['a missing variable', 'query ($currency: CurrencyCode!) { priced(currency: $currency) }', {}, 'BAD_USER_INPUT'],
  ])('in %s is the client’s', async (_what, query, variables, code) => {
    expect((await errorOf(query, variables)).extensions?.code).toBe(code);
  });

  test('of a batch of bad operations is the same each time', async () => {
    const first = await errorOf('{ nothing }');
    expect(await errorOf('{ nothing }')).toEqual(first);
  });
});
