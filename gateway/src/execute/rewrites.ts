import type { Rewrite } from '../plan/planner.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';

/** Corrects data in place. */
export type ApplyRewrites = (data: DataRecord) => void;

const FRAGMENT = '... on ';

export function compileRewrites(rewrites: readonly Rewrite[] | undefined, types: TypeIndex): ApplyRewrites | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  return (data) => {
    for (const rewrite of rewrites) applyAt(rewrite, 0, data, types);
  };
}

function applyAt(rewrite: Rewrite, depth: number, value: unknown, types: TypeIndex): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(rewrite, depth, item, types);
    return;
  }
  if (!isRecord(value) || value instanceof Failure) return;
  const element = rewrite.path[depth]!;
  if (depth === rewrite.path.length - 1) {
    apply(rewrite, element, value);
  } else if (element.startsWith(FRAGMENT)) {
    const typename = value['__typename'];
    // Without a type name the planner knew the type, so the condition holds.
    const applies = typeof typename !== 'string' || types.matches(element.slice(FRAGMENT.length), typename);
    if (applies) applyAt(rewrite, depth + 1, value, types);
  } else {
    applyAt(rewrite, depth + 1, value[element], types);
  }
}

function apply(rewrite: Rewrite, key: string, target: DataRecord): void {
  if (rewrite.kind === 'ValueSetter') {
    target[key] = rewrite.setValueTo;
  } else if (target[key] !== undefined) {
    target[rewrite.renameKeyTo] = target[key];
    delete target[key];
  }
}
