import { GraphQLError } from 'graphql';

/** A field that fails, and with what; a computed field may tell of any of its inputs. */
export class WorldError extends GraphQLError {
  constructor(
    message: string,
    readonly alternatives: readonly string[] = [message],
  ) {
    super(message, { extensions: { code: 'WORLD', alternatives } });
  }
}
