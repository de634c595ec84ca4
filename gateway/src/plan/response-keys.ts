import { createHash } from 'node:crypto';
import { type FieldNode, type GraphQLSchema, print } from 'graphql';

export const TYPENAME = '__typename';

/** So much of a digest tells apart the fields of one selection. */
const DIGEST_LENGTH = 8;

/**
 * The names under which the gateway keeps values while it collects data.
 *
 * Keys and `@requires` inputs are collected under their plain field names. A client may use these names as aliases for
 * other fields (`id: name`), or ask the same field with other arguments; so whatever a client aliases, and whatever
 * takes arguments, is kept under a marked name of its own, and cannot be mistaken for what the plan needs. The mark
 * holds the field and its arguments, since one response name may mean other things for other types, and the planner
 * may ask a subgraph for both in one selection.
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
    if (alias === name && !this.#withArguments.has(name)) return name;
    const meaning = `${name}(${(field.arguments ?? []).map(print).join()})`;
    return `${this.#prefix}${createHash('sha256').update(meaning).digest('hex').slice(0, DIGEST_LENGTH)}_${alias}`;
  }

  /** The client's name for a value that is kept under `key`. */
  responseName(key: string): string {
    const name = key.startsWith(this.#prefix) ? key.slice(this.#prefix.length + DIGEST_LENGTH + 1) : key;
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
