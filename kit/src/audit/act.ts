import { type GraphQLField, type GraphQLInputType, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import type { Viewer } from '../auth/index.ts';

/** One fact of what was asked, by the path of its argument: `input.amount.amountMinor`. */
export interface ActFact {
  readonly name: string;
  readonly value: string;
}

/** What somebody of the staff asks for by a mutation. */
export interface Act {
  readonly actorId: string;
  /** The user for whom they act; null where they do their own work. */
  readonly onBehalfOf: string | null;
  /** The mutation. */
  readonly action: string;
  readonly subjectType: string;
  /** Null until it is made: then it is what the mutation answers, or what its first event is about. */
  readonly subjectId: string | null;
  readonly reason: string | null;
  readonly facts: readonly ActFact[];
}

const REASON_LENGTH = 500;
const MAX_FACTS = 50;
/** A word that names a scope is no secret, and nobody's. */
const SCOPE = /^(\*|[a-z]+:[a-z]+)$/;

/** Staff act by whatever they change, by their own accounts, which are there for that, or for somebody. */
export const isStaff = ({ accountType, userId, actorId }: Viewer): boolean =>
  actorId !== undefined || (accountType === 'ADMIN' && userId !== null);

/** Reads off a mutation and its arguments what is written down of it, so that nobody has to say it by hand. */
export function actOf(viewer: Viewer, field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>>): Act {
  const given = field.args.flatMap(({ name, type }) => leaves(name, type, args[name])).toSorted(outermostFirst);
  const [id] = [...given.filter(({ path, isId }) => isId && path === 'id'), ...given.filter(({ isId }) => isId)];
  const reason = given.find(({ path }) => /(^|\.)reason$/.test(path));
  return {
    actorId: viewer.actorId ?? viewer.userId!,
    onBehalfOf: viewer.actorId === undefined ? null : viewer.userId,
    action: field.name,
    subjectType: !id || id.path === 'id' ? madeBy(field) : capitalized(id.path.split('.').at(-1)!.replace(/Id$/, '')),
    subjectId: id?.value ?? null,
    reason: reason ? reason.value.slice(0, REASON_LENGTH) : null,
    facts: given
      .filter((each) => each !== reason && (!each.isText || SCOPE.test(each.value)))
      .slice(0, MAX_FACTS)
      .map(({ path, value }) => ({ name: path, value })),
  };
}

interface Leaf {
  readonly path: string;
  readonly value: string;
  readonly isId: boolean;
  /** Words may be secret, or say something of somebody; numbers, choices, moments and ids do not. */
  readonly isText: boolean;
}

function leaves(path: string, type: GraphQLInputType, value: unknown): Leaf[] {
  if (value === null || value === undefined) return [];
  const named = getNamedType(type);
  if (Array.isArray(value)) return value.flatMap((each, index) => leaves(isInputObjectType(named) ? `${path}.${index}` : path, type, each));
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap((field) =>
      leaves(`${path}.${field.name}`, field.type, (value as Record<string, unknown>)[field.name]),
    );
  const text = value instanceof Date ? value.toISOString() : String(value);
  return [{ path, value: text, isId: named.name === 'ID', isText: named.name === 'String' }];
}

const depthOf = ({ path }: Leaf): number => path.split('.').length;

/** In one order, whichever way the schema was put together. */
function outermostFirst(one: Leaf, other: Leaf): number {
  if (one.path === other.path) return 0;
  return depthOf(one) - depthOf(other) || (one.path < other.path ? -1 : 1);
}

/** The entity that a mutation answers; where it answers something else, what stands behind the verb of its name: `removeTaxRate`. */
function madeBy(field: GraphQLField<unknown, unknown>): string {
  const answered = getNamedType(field.type);
  return isObjectType(answered) && 'id' in answered.getFields() ? answered.name : capitalized(field.name.replace(/^[a-z]+/, ''));
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
