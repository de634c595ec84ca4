import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  type TypeNode,
} from 'graphql';
import type { Policy } from '../policy/index.ts';

/**
 * For how many seconds at most the gateway may keep an answer, by `Type.field`, or by `Type` for all fields of it. Such a field has to
 * change with an event of its own domain that touches what changed: answers are cleared by that, and kept no longer than so where it is late.
 * What has a hint is the same for everybody of one standing: all buyers and strangers, all admins, one seller. With 0 that is all it says: nothing is kept, but a subscription of which all fields say so is shared.
 */
export type CacheHints = Readonly<Record<string, number>>;

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** What the gateway reads hints from, carried into the supergraph by composition. */
const DECLARATION = `
extend schema
  @link(url: "https://specs.stoa.dev/cacheControl/v1.0", import: ["@cacheControl"])
  @federation__composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on FIELD_DEFINITION`;

/**
 * Prints a domain's hints as Apollo's `@cacheControl`. They stand at fields alone: of a type that several subgraphs share, nobody could
 * tell afterwards whose hint it was. Objects without a key are kept as long as what holds them.
 */
export function withCacheHints(document: DocumentNode, hints: CacheHints, policies: readonly Policy[]): DocumentNode {
  if (Object.keys(hints).length === 0) return document;
  const types = document.definitions.filter(isObject);
  const ruled = ruledFields(policies);
  refuseWrongNames(types, hints, ruled);
  const composite = new Set(document.definitions.filter(isComposite).map(({ name }) => name.value));
  const hintOf = (type: ObjectNode, field: FieldDefinitionNode): ConstDirectiveNode | undefined => {
    const path = `${type.name.value}.${field.name.value}`;
    if (ruled.has(path)) return undefined;
    const maxAge = hints[path] ?? hints[type.name.value];
    if (maxAge !== undefined) return directive(`maxAge: ${maxAge}`);
    return isValueType(type) && composite.has(namedType(field.type)) ? directive('inheritMaxAge: true') : undefined;
  };
  const definitions = document.definitions.map((node) => {
    if (!isObject(node)) return node;
    const fields = node.fields?.map((field) => {
      const hint = hintOf(node, field);
      return hint ? { ...field, directives: [...(field.directives ?? []), hint] } : field;
    });
    return { ...node, fields };
  });
  return { ...document, definitions: [...parse(DECLARATION).definitions, ...definitions] };
}

const isObject = (node: DocumentNode['definitions'][number]): node is ObjectNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;

const isComposite = (node: DocumentNode['definitions'][number]) =>
  isObject(node) || node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_DEFINITION;

const isValueType = ({ name, directives }: ObjectNode): boolean =>
  !['Query', 'Mutation', 'Subscription'].includes(name.value) && !directives?.some((each) => each.name.value === 'key');

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

/** Fields that a rule decides for each viewer. */
function ruledFields(policies: readonly Policy[]): ReadonlySet<string> {
  const rules = policies.flatMap((policy) => Object.entries(policy.fields ?? {}));
  return new Set(rules.filter(([, rule]) => rule !== 'everyone').map(([path]) => path));
}

function refuseWrongNames(types: readonly ObjectNode[], hints: CacheHints, ruled: ReadonlySet<string>): void {
  const known = new Set(
    types.flatMap(({ name, fields }) => [name.value, ...(fields ?? []).map((field) => `${name.value}.${field.name.value}`)]),
  );
  for (const path of Object.keys(hints)) {
    if (!known.has(path)) throw new Error(`a cache hint stands at ${path}, which the schema does not have`);
    if (ruled.has(path)) throw new Error(`a cache hint stands at ${path}, which a rule shows to some viewers only`);
  }
}

function directive(text: string): ConstDirectiveNode {
  const [definition] = parse(`type T { f: Int @cacheControl(${text}) }`, { noLocation: true }).definitions;
  return (definition as ObjectTypeDefinitionNode).fields![0]!.directives![0]!;
}
