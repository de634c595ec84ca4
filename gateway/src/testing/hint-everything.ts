import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, print, visit } from 'graphql';

/** The supergraph with a hint at every field, so that all its answers may be kept. */
export function hintEverything(supergraphSdl: string): string {
  const hint = hintNode();
  const hinted = visit(parse(`${supergraphSdl}\ndirective @cacheControl(maxAge: Int) on FIELD_DEFINITION`), {
    DirectiveDefinition: () => false,
    FieldDefinition: (node): FieldDefinitionNode => ({ ...node, directives: [...(node.directives ?? []), hint] }),
    InputObjectTypeDefinition: () => false,
  });
  return print(hinted);
}

function hintNode(): ConstDirectiveNode {
  const [type] = parse('type T { f: Int @cacheControl(maxAge: 600) }', { noLocation: true }).definitions;
  if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) throw new Error('this is a type');
  return (type as ObjectTypeDefinitionNode).fields![0]!.directives![0]!;
}
