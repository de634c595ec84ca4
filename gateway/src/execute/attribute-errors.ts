import { GraphQLError } from 'graphql';
import type { ResponseKeys } from '../plan/response-keys.ts';
import type { CompiledPlan, FetchStep } from './compile-plan.ts';
import type { FetchShape } from './fetch-shape.ts';

/** Errors that were found while the answer was written, each with the service that the plan asks for the value that is wrong. */
export function attributeErrors(errors: readonly GraphQLError[], plan: CompiledPlan, keys: ResponseKeys): readonly GraphQLError[] {
  return errors.map((error) => {
    const { message, path, nodes, extensions } = error;
    // What a subgraph has told has its name, and what the caller may not see was asked of none.
    if (!path || extensions['code'] !== 'INTERNAL_SERVER_ERROR' || 'service' in extensions) return error;
    const names = path.filter((element) => typeof element === 'string');
    const service = askedFor(names, plan, keys);
    return service === undefined ? error : new GraphQLError(message, { path, nodes, extensions: { ...extensions, service } });
  });
}

/** Of several that bring a value the one that is asked first. */
function askedFor(names: readonly string[], { primary, calls }: CompiledPlan, keys: ResponseKeys): string | undefined {
  if (primary && leadsTo(primary.shape(), names, keys)) return primary.service;
  for (const { parts } of calls) {
    for (const { step, places } of parts) if (places.some(({ path }) => brings(step, path, names, keys))) return step.service;
  }
  return undefined;
}

function brings(step: FetchStep, place: readonly string[], names: readonly string[], keys: ResponseKeys): boolean {
  const holder = place.filter((element) => element !== '@');
  const isAbove = holder.every((key, index) => keys.responseName(key) === names[index]);
  return isAbove && leadsTo(step.shape(), names.slice(holder.length), keys);
}

function leadsTo({ fields, fragments }: FetchShape, [name, ...rest]: readonly string[], keys: ResponseKeys): boolean {
  if (name === undefined) return false;
  return (
    fields.some(
      ({ key, inside }) => keys.responseName(key) === name && (rest.length === 0 || (inside !== undefined && leadsTo(inside, rest, keys))),
    ) || fragments.some(({ shape }) => leadsTo(shape, [name, ...rest], keys))
  );
}
