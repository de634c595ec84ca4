import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { DomainError } from '../errors/index.ts';

/** The gateway asks about no more entities in one call. */
const MAX_REPRESENTATIONS = 1_000;

/** Has `_entities` refuse a list that is too long before any of it is looked up. */
export function boundEntities(schema: GraphQLSchema): GraphQLSchema {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (!field) return schema;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, input: { representations: readonly unknown[] }, context, info) => {
    const { length } = input.representations;
    if (length > MAX_REPRESENTATIONS)
      throw new DomainError('OPERATION_TOO_LARGE', `${length} entities are asked about, at most ${MAX_REPRESENTATIONS} may be in one call`);
    return resolve(parent, input, context, info);
  };
  return schema;
}
