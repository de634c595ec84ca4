import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Something a domain has one of in each process: its settings, a provider's client. Made at start-up, so a wrong value stops the start. */
export interface Resource<T> {
  readonly name: string;
  make(environment: Environment): T;
}

export const resource = <T>(name: string, make: (environment: Environment) => T): Resource<T> => ({ name, make });

/** A wrong value in the configuration, named. */
export class ConfigurationError extends Error {}

/** A domain's part of the configuration, read from the environment and checked. */
export function settings<S extends z.ZodObject>(name: string, schema: S): Resource<z.output<S>> {
  return resource(name, (environment) => {
    const known = Object.fromEntries(Object.keys(schema.shape).map((key) => [key, environment[key] === '' ? undefined : environment[key]]));
    const result = schema.safeParse(known);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    throw new ConfigurationError(`${issue.path.join('.')}: ${issue.message}`);
  });
}
