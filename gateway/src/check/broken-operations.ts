import {
  type BreakingChange,
  BreakingChangeType,
  type DocumentNode,
  findBreakingChanges,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  parse,
  TypeInfo,
  typeFromAST,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An operation as it is known that a client sends it. */
export interface SentOperation {
  readonly client: string;
  /** Its name, or what else it is told by. */
  readonly name: string;
  readonly body: string;
}

export interface BrokenOperation {
  readonly operation: SentOperation;
  /** What it suffers from, each in a sentence. */
  readonly reasons: readonly string[];
}

/** What a change of the API schema breaks, and for whom. */
export interface Judgement {
  /** Every breaking change, whether it hurts anybody or not. */
  readonly changes: readonly string[];
  readonly broken: readonly BrokenOperation[];
}

/**
 * Tells which operations a change of schema breaks: those that are no longer valid, and those whose variables or answers are no longer
 * what their client was built for. An operation that was not valid before is nobody's.
 */
export function judgeChange(before: GraphQLSchema, after: GraphQLSchema, operations: readonly SentOperation[]): Judgement {
  const changes = findBreakingChanges(before, after);
  const broken = operations.flatMap((operation) => {
    const document = parseOrNothing(operation.body);
    if (!document || validate(before, document).length > 0) return [];
    const reasons = [...validate(after, document).map(({ message }) => message), ...hurtBy(changes, before, document)];
    return reasons.length > 0 ? [{ operation, reasons: [...new Set(reasons)] }] : [];
  });
  return { changes: changes.map(({ description }) => description), broken };
}

function parseOrNothing(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true });
  } catch {
    return undefined;
  }
}

/** Changes that the operation's text shows nothing of. */
function hurtBy(changes: readonly BreakingChange[], schema: GraphQLSchema, document: DocumentNode): string[] {
  const { fields, inputs } = usedBy(schema, document);
  const hurts = ({ type, description }: BreakingChange): boolean => {
    const [coordinate = ''] = description.split(' ');
    switch (type) {
      case BreakingChangeType.FIELD_CHANGED_KIND:
        return fields.has(coordinate) || inputs.has(coordinate.split('.')[0]!);
      case BreakingChangeType.FIELD_REMOVED:
        return inputs.has(coordinate.split('.')[0]!);
      case BreakingChangeType.VALUE_REMOVED_FROM_ENUM:
        return inputs.has(/ enum type (\w+)\.$/.exec(description)?.[1] ?? '');
      case BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED:
        return inputs.has(/ on input type (\w+) /.exec(description)?.[1] ?? '');
      default:
        return false;
    }
  };
  return changes.filter(hurts).map(({ description }) => description);
}

/** The fields that an operation selects, and the types that its variables may hold. */
function usedBy(schema: GraphQLSchema, document: DocumentNode): { fields: ReadonlySet<string>; inputs: ReadonlySet<string> } {
  const fields = new Set<string>();
  const inputs = new Set<string>();
  const types = new TypeInfo(schema);
  const addInput = (type: GraphQLInputType): void => {
    const named = getNamedType(type);
    if (inputs.has(named.name)) return;
    inputs.add(named.name);
    if (isInputObjectType(named)) for (const field of Object.values(named.getFields())) addInput(field.type);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => void fields.add(`${types.getParentType()?.name}.${node.name.value}`),
      VariableDefinition: (node) => {
        const type = typeFromAST(schema, node.type as never);
        if (isInputType(type)) addInput(type);
      },
    }),
  );
  return { fields, inputs };
}
