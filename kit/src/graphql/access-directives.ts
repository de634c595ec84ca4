import { type DirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql';
import { type Access, type Policy, scopesOf } from '../policy/index.ts';

function directiveFor(access: Access): DirectiveNode | null {
  const scopes = scopesOf(access);
  if (access === 'everyone') return null;
  const text = scopes ? `@requiresScopes(scopes: ${JSON.stringify(scopes)})` : '@authenticated';
  const document = parse(`type T { f: Int ${text} }`);
  const definition = document.definitions[0]!;
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION ? definition.fields![0]!.directives![0]! : null;
}

/** Prints federation's access directives from the policies onto the root fields. */
export function withAccessDirectives(document: DocumentNode, policies: readonly Policy[]): DocumentNode {
  const accessOf = new Map(policies.flatMap((policy) => Object.entries(policy.operations ?? {})));
  let typeName = '';
  return visit(document, {
    ObjectTypeDefinition: (node) => void (typeName = node.name.value),
    ObjectTypeExtension: (node) => void (typeName = node.name.value),
    FieldDefinition: (node) => {
      const access = accessOf.get(`${typeName}.${node.name.value}`);
      const directive = access && directiveFor(access);
      return directive ? { ...node, directives: [...(node.directives ?? []), directive] } : undefined;
    },
  });
}
