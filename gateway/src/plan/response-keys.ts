import { type FieldNode, type GraphQLSchema } from 'graphql';

export const TYPENAME = '__typename';

/**
 * The names under which the gateway keeps values while it collects data.
 *
 * Keys and `@requires` inputs are collected under their plain field names. A client may use these names as aliases for
 * other fields (`id: name`), or ask the same field with other arguments; so whatever a client aliases, and whatever
 * takes arguments, is kept under a marked name of its own, and cannot be mistaken for what the plan needs.
 */
export class ResponseKeys {
  readonly #prefix: string;
  readonly #withArguments: ReadonlySet<string>;

  constructor(schema: GraphQLSchema) {
    const fields = Object.values(schema.getTypeMap()).flatMap((type) => ('getFields' in type ? Object.values(type.getFields()) : []));
    this.#prefix = freePrefix(fields.map(({ name }) => name));
    this.#withArguments = new Set(fields.flatMap((field) => ('args' in field && field.args.length > 0 ? [field.name] : [])));
  }

  of(field: FieldNode): string {
    const name = field.name.value;
    if (name === TYPENAME) return TYPENAME;
    const alias = field.alias?.value ?? name;
    return alias !== name || this.#withArguments.has(name) ? this.#prefix + alias : name;
  }

  /** The client's name for a value that is kept under `key`. */
  responseName(key: string): string {
    const name = key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : key;
    // The planner names fields so that would otherwise collide within one subgraph operation.
    return name.replace(/__alias_\d+$/, '');
  }
}

/** A prefix that begins no field's name, so that what bears it is ours. */
function freePrefix(fieldNames: readonly string[]): string {
  for (let attempt = 0; ; attempt++) {
    const prefix = attempt === 0 ? 'as_' : `as${attempt}_`;
    if (!fieldNames.some((name) => name.startsWith(prefix))) return prefix;
  }
}
