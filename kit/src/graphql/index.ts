import 'reflect-metadata';

export {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
export * from './build-schema.ts';
export type { CacheHints } from './cache-hints.ts';
export * from './connection.ts';
export * from './entity-id.ts';
export * from './execute.ts';
export { LIST_SIZE } from './list-sizes.ts';
export * from './loader.ts';
export * from './machine-enum.ts';
export * from './made-between.ts';
export * from './reference.ts';
export * from './scalars.ts';
export * from './shared-types.ts';
export { assertStorable } from './storable-text.ts';
export * from './stub.ts';
