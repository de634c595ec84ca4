import type { GraphQLOutputType, GraphQLSchema } from 'graphql';

/** An object of the world. Who it is decides everything that can be asked of it. */
export interface Thing {
  readonly __typename: string;
  /** Among things of its type; entities have small numbers, so that they are met again elsewhere. */
  readonly identity: string;
  /** The object in whose field it was found. */
  readonly holder: Thing | undefined;
  /** The representation by which a subgraph was asked for it. */
  readonly given: Record<string, unknown> | undefined;
}

/** Which value of a thing is wanted, by whom. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly subgraph: string | undefined;
  readonly thing: Thing;
  readonly type: string;
  readonly field: string;
  readonly args: Record<string, unknown>;
  readonly returnType: GraphQLOutputType;
}
