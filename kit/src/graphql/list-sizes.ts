import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  visit,
} from 'graphql';
import { MAX_PAGE_SIZE } from './page-size.ts';

/** A page is as long as `first` asks for; where that says nothing, as long as a page may be. Its nodes and its edges are the same rows. */
export const LIST_SIZE = `@listSize(assumedSize: ${MAX_PAGE_SIZE}, slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)`;

/** Prints federation's `@listSize` onto every field that answers a connection, so that the gateway knows what a page costs before it is read. */
export function withListSizes(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition: (node) => (isPaged(node) ? { ...node, directives: [...(node.directives ?? []), listSize()] } : undefined),
  });
}

/** All connections are made by `connectionOf`, which names them so. */
function isPaged({ type, arguments: given }: FieldDefinitionNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  const isConnection = named.kind === Kind.NAMED_TYPE && named.name.value.endsWith('Connection');
  return isConnection && (given ?? []).some(({ name }) => name.value === 'first');
}

function listSize(): ConstDirectiveNode {
  const [definition] = parse(`type T { f: Int ${LIST_SIZE} }`, { noLocation: true }).definitions;
  return (definition as ObjectTypeDefinitionNode).fields![0]!.directives![0]!;
}
