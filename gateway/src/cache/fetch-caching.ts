import { createHash } from 'node:crypto';
import { getNamedType, isAbstractType, isCompositeType, Kind, parse, type SelectionSetNode } from 'graphql';
import type { FetchStep } from '../execute/compile-plan.ts';
import type { CacheHints } from './cache-hints.ts';
import type { TagPlan } from './tags.ts';

/** What is to be known of one subgraph operation to keep its answers. */
export interface FetchCaching {
  /** Tells the operation and its subgraph from all others. */
  readonly prefix: string;
  readonly maxAgeMs: number;
  /** Whether an answer may be shown to nobody but the viewer for whom it was fetched. */
  readonly isPrivate: boolean;
  /** The fields that are asked for, as `Type.field`. */
  readonly coordinates: ReadonlySet<string>;
  /** Finds what an answer tells of: in that of a root, or in one entity. */
  readonly tags: TagPlan;
}

/** Undefined for an operation whose answers may not be kept. */
export function fetchCaching(step: FetchStep, hints: CacheHints): FetchCaching | undefined {
  if (step.operationKind !== 'query' || step.context) return undefined;
  const operation = parse(step.query, { noLocation: true }).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const root = hints.schema.getQueryType()?.name;
  if (!operation || !root) return undefined;
  const reader = new SelectionReader(hints);
  const [first] = operation.selectionSet.selections;
  const entities = first?.kind === Kind.FIELD && first.name.value === '_entities' ? first.selectionSet : undefined;
  const tags = reader.read(entities ?? operation.selectionSet, entities ? undefined : root, true);
  if (!tags || reader.maxAgeMs <= 0 || reader.maxAgeMs === Number.POSITIVE_INFINITY) return undefined;
  // The planner gives each operation a name of its own.
  const text = step.query.replace(/^query \w+/, 'query');
  const prefix = createHash('sha256').update(`${step.service}\n${text}`).digest('base64url').slice(0, 22);
  return { prefix, maxAgeMs: reader.maxAgeMs, isPrivate: reader.isPrivate, coordinates: reader.coordinates, tags };
}

/** Reads what a selection says of keeping it: the least of all ages, and private where anything is. */
class SelectionReader {
  maxAgeMs = Number.POSITIVE_INFINITY;
  isPrivate = false;
  readonly coordinates = new Set<string>();

  constructor(readonly hints: CacheHints) {}

  /** `type` is undefined where only fragments say it. Undefined when there is something that nobody knows. */
  read(selectionSet: SelectionSetNode, type: string | undefined, isAtTop: boolean): TagPlan | undefined {
    const plan: TagPlan = { type, ids: [], inside: [] };
    return this.#readInto(plan, selectionSet, type, isAtTop) ? plan : undefined;
  }

  #readInto(plan: TagPlan, selectionSet: SelectionSetNode, type: string | undefined, isAtTop: boolean): boolean {
    return selectionSet.selections.every((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return this.#readInto(plan, selection.selectionSet, selection.typeCondition?.name.value ?? type, isAtTop);
      const field = selection.name.value;
      if (field === '__typename') return true;
      if (type === undefined || field.startsWith('_')) return false;
      const returned = this.#note(type, field, isAtTop);
      if (returned === undefined) return false;
      const key = selection.alias?.value ?? field;
      plan.ids.push({ on: type, field, key });
      if (!selection.selectionSet) return true;
      const inner = this.read(selection.selectionSet, returned, false);
      if (inner) plan.inside.push({ on: type, key, plan: inner });
      return inner !== undefined;
    });
  }

  /** Answers the named type of the field. */
  #note(type: string, field: string, isAtTop: boolean): string | undefined {
    const { schema } = this.hints;
    const parent = schema.getType(type);
    if (!isCompositeType(parent) || !('getFields' in parent)) return undefined;
    const definition = parent.getFields()[field];
    if (!definition) return undefined;
    this.coordinates.add(`${type}.${field}`);
    // Which object it will be is not known, so it may be the strictest.
    const objects = isAbstractType(parent) ? schema.getPossibleTypes(parent).map(({ name }) => name) : [type];
    for (const each of [type, ...objects]) {
      // An interface may say nothing where its objects do.
      if (each === type && objects.length > 0 && !objects.includes(type) && !this.hints.hints.has(`${type}.${field}`)) continue;
      const policy = this.hints.policyOf(each, field, isAtTop);
      if (!policy) continue;
      this.maxAgeMs = Math.min(this.maxAgeMs, policy.maxAgeMs ?? this.maxAgeMs);
      this.isPrivate ||= policy.isPrivate;
    }
    return getNamedType(definition.type).name;
  }
}
