import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  print,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';
import { contextSelection, fieldsArgument, fieldsWithin, findDirective } from './field-set.ts';
import { isComposite, type NamedInputs } from './named-inputs.ts';

/** A subgraph as the planner sees it: the whole of one, or a part of one that computes. */
export interface PlannedSubgraph {
  /** Who is asked. */
  readonly service: string;
  readonly document: DocumentNode;
}

interface Computed {
  readonly type: string;
  readonly field: FieldDefinitionNode;
  readonly requires: SelectionSetNode;
}

/**
 * Moves fields that the planner would ask for too early into parts of their own, which to it are other subgraphs.
 *
 * Those are the fields that are computed from inputs with arguments, since one object can be sent with one value for
 */
export function separateComputed({ subgraphs, names }: NamedInputs): ReadonlyMap<string, PlannedSubgraph> {
  const all = [...subgraphs].map(([service, document]) => ({ service, document, computed: computedFields(document) }));
  const selections = all.flatMap(({ document, computed }) => [...computed.map(({ requires }) => requires), ...contextInputs(document)]);
  const inputs = new Set(selections.flatMap((selection) => fieldsWithin(selection).map(({ name }) => name.value)));
  const isApart = ({ field, requires }: Computed): boolean =>
    inputs.has(field.name.value) || fieldsWithin(requires).some(({ name }) => names.has(name.value));
  const commonKeys = commonestKeys([...subgraphs.values()]);
  const planned = new Map<string, PlannedSubgraph>();
  for (const { service, document, computed } of all) {
    const apart = computed.filter(isApart);
    planned.set(service, { service, document: apart.length > 0 ? without(document, apart) : document });
    const parts = Map.groupBy(apart, ({ type, requires }) => `${type} ${print(requires)}`);
    for (const [index, fields] of [...parts.values()].entries())
      planned.set(`${service}__part_${index}`, { service, document: onlyWith(document, fields, commonKeys) });
  }
  return planned;
}

function computedFields(document: DocumentNode): readonly Computed[] {
  return document.definitions.filter(isComposite).flatMap((type) =>
    (type.fields ?? []).flatMap((field) => {
      const directive = findDirective(field, 'requires');
      const requires = directive && fieldsArgument(directive);
      return requires ? [{ type: type.name.value, field, requires }] : [];
    }),
  );
}

/** What fields are given from around them. */
function contextInputs(document: DocumentNode): readonly SelectionSetNode[] {
  const found: SelectionSetNode[] = [];
  visit(document, {
    InputValueDefinition: (node) => {
      const directive = findDirective(node, 'federation__fromContext');
      const selection = directive && contextSelection(directive);
      if (selection) found.push(selection);
    },
  });
  return found;
}

function without(document: DocumentNode, apart: readonly Computed[]): DocumentNode {
  return visit(document, {
    FieldDefinition: (node) => (apart.some(({ field }) => field === node) ? null : undefined),
  });
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Only what computing these fields needs: their inputs, one key of the entities they are of and lead to, and values. */
function onlyWith(document: DocumentNode, computed: readonly Computed[], commonKeys: KeyCounts): DocumentNode {
  const inputs = new Set(computed.flatMap(({ requires }) => fieldsWithin(requires).map(({ name }) => name.value)));
  const entities = new Set(computed.map(({ type }) => type));
  for (const { field } of computed) collectEntities(document, field.type, entities);
  // With more than one key of a type the planner would weigh every part as a way from one key to another.
  const kept = document.definitions
    .filter(isComposite)
    .flatMap((node) => (entities.has(node.name.value) ? keyDirectives(node).sort(commonKeys.byUse(node.name.value)).slice(0, 1) : []));
  const keyFields = new Set(kept.flatMap((key) => fieldsWithin(fieldsArgument(key)!).map(({ name }) => name.value)));
  const pruned: DefinitionNode[] = document.definitions.flatMap((node): DefinitionNode[] => {
    if (!isComposite(node)) return [node];
    if (ROOTS.has(node.name.value)) return [];
    const isEntity = findDirective(node, 'key') !== undefined;
    const fields = (node.fields ?? []).flatMap((field): FieldDefinitionNode[] => {
      const { value: name } = field.name;
      if (computed.some((each) => each.field === field)) return [field];
      if (findDirective(field, 'requires')) return [];
      if (findDirective(field, 'external') ? !inputs.has(name) : isEntity && !keyFields.has(name) && !inputs.has(name)) return [];
      return [{ ...field, directives: field.directives?.filter((each) => each.name.value !== 'provides') }];
    });
    return [{ ...node, fields, directives: node.directives?.filter((each) => each.name.value !== 'key' || kept.includes(each)) }];
  });
  return reachable({ ...document, definitions: withoutUnkeptInterfaces(pruned) }, computed);
}

/** The entities that a field's value may be or hold. */
function collectEntities(document: DocumentNode, type: TypeNode, found: Set<string>, seen: Set<string> = new Set()): void {
  if (type.kind !== Kind.NAMED_TYPE) return collectEntities(document, type.type, found, seen);
  const { value: name } = type.name;
  if (seen.has(name)) return;
  seen.add(name);
  for (const node of document.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION && node.name.value === name)
      for (const member of node.types ?? []) collectEntities(document, member, found, seen);
    if (!isComposite(node)) continue;
    if (node.interfaces?.some((each) => each.name.value === name))
      collectEntities(document, { kind: Kind.NAMED_TYPE, name: node.name }, found, seen);
    if (node.name.value !== name) continue;
    if (findDirective(node, 'key')) found.add(name);
    else for (const field of node.fields ?? []) collectEntities(document, field.type, found, seen);
  }
}

const keyDirectives = (node: { readonly directives?: readonly ConstDirectiveNode[] }): ConstDirectiveNode[] =>
  (node.directives ?? []).filter(({ name }) => name.value === 'key');

interface KeyCounts {
  byUse(type: string): (first: ConstDirectiveNode, second: ConstDirectiveNode) => number;
}

/** Which keys of a type the most subgraphs have. */
function commonestKeys(documents: readonly DocumentNode[]): KeyCounts {
  const counts = new Map<string, number>();
  const nameOf = (type: string, key: ConstDirectiveNode): string => `${type} ${print(fieldsArgument(key)!)}`;
  for (const node of documents.flatMap(({ definitions }) => definitions.filter(isComposite)))
    for (const key of keyDirectives(node)) counts.set(nameOf(node.name.value, key), (counts.get(nameOf(node.name.value, key)) ?? 0) + 1);
  return { byUse: (type) => (first, second) => (counts.get(nameOf(type, second)) ?? 0) - (counts.get(nameOf(type, first)) ?? 0) };
}

/** An interface asks of its objects only what they have kept. */
function withoutUnkeptInterfaces(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  const objects = definitions.filter(isComposite);
  return definitions.map((node) => {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return node;
    const members = objects.filter(({ interfaces }) => interfaces?.some(({ name }) => name.value === node.name.value));
    const isKept = ({ name }: FieldDefinitionNode): boolean =>
      members.every(({ fields }) => fields?.some((field) => field.name.value === name.value));
    return { ...node, fields: node.fields?.filter(isKept) };
  });
}

/** Drops the types to which nothing leads any more. */
function reachable(document: DocumentNode, computed: readonly Computed[]): DocumentNode {
  const types = new Map(document.definitions.flatMap((node) => ('name' in node && node.name ? [[node.name.value, node] as const] : [])));
  const known = new Set<string>();
  const waiting = computed.map(({ type }) => type);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = types.get(name);
    if (known.has(name) || !node) continue;
    known.add(name);
    visit(node, { NamedType: (found: NamedTypeNode) => void waiting.push(found.name.value) });
    // What can stand behind an interface is reached through it.
    for (const each of types.values()) {
      if (isComposite(each) && each.interfaces?.some((found) => found.name.value === name)) waiting.push(each.name.value);
    }
  }
  const isLoose = (node: DefinitionNode): boolean => isComposite(node) || node.kind === Kind.UNION_TYPE_DEFINITION;
  return {
    ...document,
    definitions: document.definitions.filter((node) => !isLoose(node) || ('name' in node && node.name && known.has(node.name.value))),
  };
}
