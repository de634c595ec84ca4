import { type DataRecord, isRecord } from '../execute/data.ts';
import type { CacheHints } from './cache-hints.ts';

/** Where an answer's objects are, and under which names they carry what they are known by. */
export interface TagPlan {
  /** Undefined where each object says its type. */
  readonly type: string | undefined;
  /** Plain fields asked for; one of them may be the object's key. */
  readonly ids: { readonly on: string; readonly field: string; readonly key: string }[];
  readonly inside: { readonly on: string; readonly key: string; readonly plan: TagPlan }[];
}

/** One object, or, without an id, any object of the type. */
export const tagOf = (type: string, id: string | undefined): string => (id === undefined ? type : `${type}:${id}`);

/** What an answer tells of. An object without a known key, or one that is not there, stands for all of its type: any may be the one. */
export function addTags(value: unknown, plan: TagPlan, hints: CacheHints, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) addTags(item, plan, hints, into);
  } else if (!isRecord(value)) {
    if (plan.type !== undefined) into.add(plan.type);
  } else {
    const name = typeof value['__typename'] === 'string' ? value['__typename'] : plan.type;
    if (name === undefined) return;
    into.add(tagOf(name, idIn(value, name, plan, hints)));
    addTagsInside(value, name, plan, hints, into);
  }
}

/** The same for what stands below an object whose own tag is known. */
export function addTagsInside(value: DataRecord, name: string, plan: TagPlan, hints: CacheHints, into: Set<string>): void {
  const { types } = hints;
  for (const { on, key, plan: inner } of plan.inside) {
    if (types.matches(on, name) || types.matches(name, on)) addTags(value[key], inner, hints, into);
  }
}

function idIn(value: DataRecord, name: string, plan: TagPlan, { idFields, types }: CacheHints): string | undefined {
  const wanted = idFields.get(name);
  const found = wanted === undefined ? undefined : plan.ids.find(({ on, field }) => field === wanted && types.matches(on, name));
  return found && idText(value[found.key]);
}

export const idText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
