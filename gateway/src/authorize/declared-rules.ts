import type { Supergraph } from '@apollo/federation-internals';
import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind, type TypeDefinitionNode } from 'graphql';
import type { Requirement } from './requirement.ts';

/** The directives by which a supergraph says who may see what. */
const KINDS = { authenticated: 'authenticated', requiresScopes: 'scopes', policy: 'policies' } as const;

/** What stands at the types and fields of a supergraph, by `Type` and by `Type.field`, under whatever names it has for the directives. */
export function readDeclaredRules(supergraph: Supergraph, document: DocumentNode): ReadonlyMap<string, readonly Requirement[]> {
  const kinds = new Map<string, Requirement['kind']>();
  for (const [name, kind] of Object.entries(KINDS)) {
    const feature = supergraph.schema.coreFeatures?.getByIdentity(`https://specs.apollo.dev/${name}`);
    if (feature) kinds.set(feature.directiveNameInSchema(name), kind);
  }
  const known = new Map<string, Requirement>();
  const at = new Map<string, Requirement[]>();
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    for (const directive of directives) {
      const kind = kinds.get(directive.name.value);
      if (!kind) continue;
      const requirement = intern(known, read(kind, directive));
      at.set(coordinate, [...(at.get(coordinate) ?? []), requirement]);
    }
  };
  for (const node of document.definitions) {
    if (!isAnnotated(node)) continue;
    add(node.name.value, node.directives);
    if (!('fields' in node)) continue;
    for (const field of node.fields ?? []) add(`${node.name.value}.${field.name.value}`, field.directives);
  }
  inheritFromInterfaces(document, at);
  return at;
}

const isAnnotated = (node: DocumentNode['definitions'][number]): node is TypeDefinitionNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION ||
  node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
  node.kind === Kind.SCALAR_TYPE_DEFINITION ||
  node.kind === Kind.ENUM_TYPE_DEFINITION;

/**
 * Composition writes at an interface what its objects ask for. What stands there and at none of the objects was meant for
 * them all, and naming one of them must be no way round it.
 */
function inheritFromInterfaces(document: DocumentNode, at: Map<string, Requirement[]>): void {
  const declared = new Map(at);
  const objects = document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  for (const node of document.definitions) {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const members = objects.filter(({ interfaces }) => interfaces?.some(({ name }) => name.value === node.name.value));
    for (const suffix of ['', ...(node.fields ?? []).map(({ name }) => `.${name.value}`)]) {
      for (const requirement of declared.get(`${node.name.value}${suffix}`) ?? []) {
        const places = members.map(({ name }) => `${name.value}${suffix}`);
        if (places.some((place) => declared.get(place)?.some(({ kind }) => kind === requirement.kind))) continue;
        for (const place of places) at.set(place, [...(at.get(place) ?? []), requirement]);
      }
    }
  }
}

function read(kind: Requirement['kind'], directive: ConstDirectiveNode): Requirement {
  if (kind === 'authenticated') return { kind };
  const lists = directive.arguments?.find(({ name }) => name.value === kind)?.value;
  return { kind, anyOf: items(lists).map((list) => items(list).flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []))) };
}

/** A value where a list is wanted is a list of one. */
function items(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  if (!value) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}

function intern(known: Map<string, Requirement>, requirement: Requirement): Requirement {
  const text = JSON.stringify(requirement);
  const same = known.get(text) ?? requirement;
  known.set(text, same);
  return same;
}
