import { type DataRecord, isRecord } from './data.ts';

/** The objects at the end of `path`, each once however often it turns up. Where the path ends early there are none. */
export function collectTargets(from: readonly DataRecord[], path: readonly string[]): DataRecord[] {
  const found = new Set<DataRecord>();
  for (const start of from) collect(start, path, 0, found);
  return [...found];
}

function collect(value: unknown, path: readonly string[], depth: number, found: Set<DataRecord>): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth;
    for (const item of value) collect(item, path, next, found);
  } else if (isRecord(value)) {
    if (depth === path.length) found.add(value);
    else collect(value[path[depth]!], path, depth + 1, found);
  }
}
