import { Query, Resolver } from '../../graphql/index.ts';
import { policy } from '../../policy/index.ts';
import { defineSubgraph } from '../../subgraph/index.ts';
import { startTestSubgraph } from '../start-test-subgraph.ts';
import type { TestSubgraph } from '../test-subgraph.ts';

@Resolver()
class OutsiderResolver {
  @Query(() => Boolean)
  outsider(): boolean {
    return true;
  }
}

const outsider = defineSubgraph({
  name: 'outsider',
  entities: [],
  migrations: [],
  resolvers: [OutsiderResolver],
  policies: [policy('Outsider', { operations: { 'Query.outsider': 'everyone' } })],
});

/** Another domain in this process, with a database of its own, which asks from inside its own transactions. */
export const startOutsider = (): Promise<TestSubgraph> => startTestSubgraph(outsider);
