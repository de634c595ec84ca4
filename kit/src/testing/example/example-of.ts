import { z } from 'zod';
import { newId } from '../../persistence/uuid.ts';

/** The part of JSON Schema that zod writes. */
interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Something that a contract takes: whole, of the simplest kind, and with new ids each time. */
export const exampleOf = (schema: z.ZodType): unknown =>
  fromJsonSchema(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);

function fromJsonSchema(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return fromJsonSchema(choice[0]!);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, fromJsonSchema(member)]));
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => fromJsonSchema(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'string':
      return textOf(schema);
    default:
      return null;
  }
}

function textOf({ format, pattern }: JsonSchema): string {
  if (format === 'uuid') return newId();
  if (format === 'date-time') return new Date().toISOString();
  if (format === 'email') return `${newId()}@example.test`;
  if (pattern === '^[A-Z]{3}$') return 'USD';
  if (pattern === '^[A-Z]{2}$') return 'DE';
  return `example ${newId()}`;
}
