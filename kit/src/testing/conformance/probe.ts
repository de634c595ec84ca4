import type { GraphQLSchema } from 'graphql';
import type { Viewer } from '../../auth/index.ts';
import type { CommandContract, InputOf } from '../../commands/contract.ts';
import type { EventContract, PayloadOf } from '../../events/index.ts';
import type { Manifest } from '../../subgraph/index.ts';
import type { ExampleValues } from '../example/example-operation.ts';
import type { TestSubgraphOptions } from '../start-test-subgraph.ts';
import type { TestSubgraph } from '../test-subgraph.ts';

/** A kind of row that is somebody's, and the ways at which a stranger could reach for it. */
export interface Fixture {
  /** The type in the graph, or a name for rows that have none. */
  readonly entity: string;
  /** Makes somebody who can own such a row. */
  readonly owner: () => Viewer;
  /** Makes one for its owner and answers its id. */
  make(subgraph: TestSubgraph, owner: Viewer): Promise<string>;
  /** Arguments that take its id, as `Mutation.updateCartItem(itemId)` or `Mutation.checkout(input.shippingAddressId)`. */
  readonly arguments?: readonly string[];
  /** What its owner says in the other arguments, where an id alone leads nowhere. */
  beside?(subgraph: TestSubgraph, owner: Viewer): Promise<ExampleValues>;
  /** Whether others may read it. What is guarded field by field is probed all the same. */
  readonly readableBy?: 'owner' | 'everyone';
}

export interface PreparedDelivery {
  readonly contract: EventContract;
  payload(subgraph: TestSubgraph): Promise<unknown>;
}

/** An event that has an effect here: what must be there before is made, and the payload is answered. */
export const delivering = <C extends EventContract>(
  contract: C,
  payload: (subgraph: TestSubgraph) => Promise<PayloadOf<C>>,
): PreparedDelivery => ({ contract, payload });

export interface PreparedAsk {
  readonly contract: CommandContract;
  input(subgraph: TestSubgraph): Promise<unknown>;
}

/** A command that is answered, not refused: what must be there before is made, and the input is answered. */
export const asking = <C extends CommandContract>(contract: C, input: (subgraph: TestSubgraph) => Promise<InputOf<C>>): PreparedAsk => ({
  contract,
  input,
});

/** What a subgraph tells of itself where the schema and the contracts do not say it. */
export interface ConformanceOptions extends Pick<TestSubgraphOptions, 'commands' | 'environment'> {
  /** Arguments for which generic values will not do. */
  readonly examples?: ExampleValues;
  readonly fixtures?: readonly Fixture[];
  /** Id arguments and entities that are nobody's secret, each with the reason. */
  readonly open?: Readonly<Record<string, string>>;
  readonly deliveries?: readonly PreparedDelivery[];
  readonly asks?: readonly PreparedAsk[];
}

/** A subgraph under examination. The running one is shared by all probes, so each brings rows of its own. */
export interface Subject {
  readonly manifest: Manifest;
  readonly schema: GraphQLSchema;
  readonly options: ConformanceOptions;
  readonly subgraph: TestSubgraph;
}

/** One thing that must hold for every subgraph. */
export interface Probe {
  /** What holds, as a sentence. */
  readonly name: string;
  /** Everything that is wrong; nothing when all is well. */
  faults(subject: Subject): Promise<readonly string[]>;
}
