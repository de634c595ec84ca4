import type { ExecutionResult, GraphQLError } from 'graphql';
import { canonical } from './canonical.ts';

interface Part {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[];
  readonly path?: readonly (string | number)[];
  readonly incremental?: readonly Part[];
  readonly hasNext: boolean;
}

type Result = Pick<ExecutionResult, 'data' | 'errors'>;

/** Puts the parts of an answer together, as a client does. Throws when they are not what a client expects. */
export function mergeParts(texts: readonly string[]): Result {
  const [first, ...others] = texts.map((text) => JSON.parse(text) as Part);
  const errors = [...(first!.errors ?? [])];
  const { data } = first!;
  for (const [index, { hasNext }] of [first!, ...others].entries())
    if (hasNext !== index < others.length) throw new Error(`part ${index} of ${texts.length} says hasNext: ${hasNext}`);
  for (const { data: received, path, errors: told = [] } of others.flatMap(({ incremental = [] }) => incremental)) {
    errors.push(...told);
    let target = data;
    for (const element of path!) target = (target as Record<string | number, unknown> | null | undefined)?.[element];
    if (typeof target !== 'object' || target === null) throw new Error(`a part for ${path!.join('.')}, where there is nothing`);
    if (received !== null) merge(target as Record<string, unknown>, received as Record<string, unknown>);
  }
  return { data: data as Result['data'], errors };
}

function merge(target: Record<string, unknown>, received: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(received)) {
    const known = target[key];
    const isInner = typeof known === 'object' && known !== null && typeof value === 'object' && value !== null;
    if (isInner) merge(known as Record<string, unknown>, value as Record<string, unknown>);
    // What is denied on one way may be seen on another.
    else if (known === undefined || known === null) target[key] = value;
    else if (value !== null && known !== value) throw new Error(`${key} is both ${JSON.stringify(known)} and ${JSON.stringify(value)}`);
  }
}

/**
 * Whether parts put together say what the whole answer says. A null that bubbles up ends at the fragment that is deferred, so where
 * something failed there may be more in the parts than in the whole, but never less.
 */
export function saysTheSame(merged: Result, whole: Result): boolean {
  if (!whole.errors?.length) return !merged.errors?.length && canonical(merged.data) === canonical(whole.data);
  return (merged.errors?.length ?? 0) > 0 && covers(merged.data, whole.data);
}

function covers(merged: unknown, whole: unknown): boolean {
  if (whole === null) return true;
  if (typeof whole !== 'object') return merged === whole;
  if (typeof merged !== 'object' || merged === null) return false;
  return Object.entries(whole as object).every(([key, value]) => covers((merged as Record<string, unknown>)[key] ?? null, value));
}
