import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { actOf, isStaff } from '../audit/act.ts';
import {
  type Access,
  type Acting,
  assertAccess,
  assertActing,
  type FieldRule,
  mustBeDecided,
  type Policy,
  refusal,
} from '../policy/index.ts';
import type { DomainContext } from '../use-case/context.ts';
import { assertStorable } from './storable-text.ts';

type FieldResolver = GraphQLFieldResolver<unknown, DomainContext, Record<string, unknown>, unknown>;
type SubscriptionResolver = { subscribe: FieldResolver; resolve?: FieldResolver };
/** What `createResolversMap` makes: types to fields to resolvers. */
export type ResolversMap = Record<string, Record<string, FieldResolver | SubscriptionResolver | unknown>>;

const ROOTS = ['Query', 'Mutation', 'Subscription'];

function guardedOperation(resolve: FieldResolver, access: Access): FieldResolver {
  return (root, args, context, info: GraphQLResolveInfo) => {
    assertAccess(access, context.viewer);
    assertStorable(args);
    return resolve(root, args, context, info);
  };
}

/** What staff change, for themselves or for somebody, is written down with the change, or with the refusal. */
function guardedMutation(resolve: FieldResolver, access: Access, acting: Acting | undefined): FieldResolver {
  const guarded = guardedOperation(resolve, access);
  return (root, args, context, info) => {
    assertAccess(access, context.viewer);
    if (!isStaff(context.viewer)) return guarded(root, args, context, info);
    const act = actOf(context.viewer, info.parentType.getFields()[info.fieldName]!, args);
    return context.act(act, async () => {
      assertActing(context.viewer, acting);
      return guarded(root, args, context, info);
    });
  };
}

function guardedField(resolve: FieldResolver, rule: FieldRule): FieldResolver {
  return async (root, args, context, info) => {
    if (!(await rule(context.viewer, root, context))) throw refusal(context.viewer);
    return resolve(root, args, context, info);
  };
}

/**
 * Puts every policy in front of its resolver. A root field without a rule, a field with a resolver of its own and no rule,
 * and a rule for a field that does not exist all stop the start: what nobody thought about is closed, loudly.
 */
export function guard(
  name: string,
  resolvers: ResolversMap,
  policies: readonly Policy[],
  schema: { readonly resolved: ReadonlySet<string>; hasField(path: string): boolean },
): ResolversMap {
  const operations = new Map(policies.flatMap((policy) => Object.entries(policy.operations ?? {})));
  const fields = new Map(policies.flatMap((policy) => Object.entries(policy.fields ?? {})));
  const acting = new Map(policies.flatMap((policy) => Object.entries(policy.acting ?? {})));
  const roots = ROOTS.flatMap((root) => Object.keys(resolvers[root] ?? {}).map((field) => `${root}.${field}`));
  const missing = [
    ...roots.filter((path) => !operations.has(path)),
    ...[...schema.resolved].filter((path) => schema.hasField(path) && !fields.has(path)),
  ];
  if (missing.length > 0) throw new Error(`${name}: no policy covers ${missing.join(', ')}`);
  const unknown = [...operations.keys(), ...fields.keys()].filter((path) => !schema.hasField(path));
  if (unknown.length > 0) throw new Error(`${name}: a policy covers ${unknown.join(', ')}, which the schema does not have`);
  assertDecided(name, operations, acting);

  for (const [path, access] of operations) {
    const [type, field] = path.split('.') as [string, string];
    const resolver = resolvers[type]![field] as FieldResolver | SubscriptionResolver;
    resolvers[type]![field] =
      type === 'Mutation' ? guardedMutation(resolver as FieldResolver, access, acting.get(path)) : guardRoot(resolver, access);
  }
  for (const [path, rule] of fields) {
    if (rule === 'everyone') continue;
    const [type, field] = path.split('.') as [string, string];
    const members = (resolvers[type] ??= {});
    members[field] = guardedField((members[field] as FieldResolver | undefined) ?? defaultFieldResolver, rule);
  }
  return resolvers;
}

function assertDecided(name: string, operations: ReadonlyMap<string, Access>, acting: ReadonlyMap<string, Acting>): void {
  const ofAccounts = [...operations].flatMap(([path, access]) => (mustBeDecided(path, access) ? path : []));
  const undecided = ofAccounts.filter((path) => !acting.has(path));
  if (undecided.length > 0)
    throw new Error(`${name}: no policy says in \`acting\` whether staff who act for somebody may call ${undecided.join(', ')}`);
  const idle = [...acting.keys()].filter((path) => !ofAccounts.includes(path));
  if (idle.length > 0) throw new Error(`${name}: nobody who acts for somebody is asked about ${idle.join(', ')}`);
}

function guardRoot(resolve: FieldResolver | SubscriptionResolver, access: Access): FieldResolver | SubscriptionResolver {
  return typeof resolve === 'function'
    ? guardedOperation(resolve, access)
    : { ...resolve, subscribe: guardedOperation(resolve.subscribe, access) };
}
