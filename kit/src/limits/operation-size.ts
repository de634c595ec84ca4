import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** How large one operation may be, as far as its text tells. */
export interface SizeLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxFields: number;
  readonly maxQueryRootFields: number;
  /** Few, because each is an attempt: a batch of log-ins in one request must not slip under a rate limit. */
  readonly maxMutationRootFields: number;
  readonly maxDirectives: number;
  /** Fields that stand again under a name in one place, each of which validation compares with every other. */
  readonly maxRepeatedFields: number;
}

interface Size {
  depth: number;
  fields: number;
  aliases: number;
  rootFields: number;
  directives: number;
  repeats: number;
  /** The names at the top of it. */
  keys: ReadonlySet<string>;
}

const NOTHING: Readonly<Size> = { depth: 0, fields: 0, aliases: 0, rootFields: 0, directives: 0, repeats: 0, keys: new Set() };

/** What is too large about an operation with its fragments spread out; undefined when it is within the limits. */
export function whyTooLarge(document: DocumentNode, operation: OperationDefinitionNode, limits: SizeLimits): string | undefined {
  const size = measure(document, operation, limits.maxRepeatedFields);
  const maxRootFields = operation.operation === 'mutation' ? limits.maxMutationRootFields : limits.maxQueryRootFields;
  const tooMany = (what: string, found: number, max: number): string | undefined =>
    found > max ? `The operation has ${found === Infinity ? 'too many' : found} ${what}, at most ${max} are allowed` : undefined;
  return (
    tooMany('levels', size.depth, limits.maxDepth) ??
    tooMany('root fields', size.rootFields, maxRootFields) ??
    tooMany('aliases', size.aliases, limits.maxAliases) ??
    tooMany('fields', size.fields, limits.maxFields) ??
    tooMany('repeated fields', size.repeats, limits.maxRepeatedFields) ??
    tooMany('directives', size.directives + (operation.directives?.length ?? 0), limits.maxDirectives)
  );
}

/** Each fragment is measured once, so that fragments spread in fragments cannot make this slow. */
function measure(document: DocumentNode, operation: OperationDefinitionNode, maxRepeats: number): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Size | 'under way'>();

  const ofFragment = (name: string): Size => {
    const known = measured.get(name);
    // A cycle is an error that validation will name; here it only must not hang.
    if (known === 'under way') return NOTHING;
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    measured.set(name, 'under way');
    const size = ofSelectionSet(fragment.selectionSet);
    measured.set(name, size);
    return size;
  };

  const ofSelectionSet = (selectionSet: SelectionSetNode): Size => {
    const keys = new Set<string>();
    const total: Size = { ...NOTHING, keys };
    const note = (key: string): void => {
      if (keys.has(key)) total.repeats += 1;
      else keys.add(key);
    };
    for (const selection of selectionSet.selections) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        // graphql-js itself limits how deep introspection may go, and its usual query is deeper than data should be.
        const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type';
        const inner = selection.selectionSet && !isIntrospection ? ofSelectionSet(selection.selectionSet) : undefined;
        total.depth = Math.max(total.depth, 1 + (inner?.depth ?? 0));
        total.fields += 1 + (inner?.fields ?? 0);
        total.aliases += (selection.alias ? 1 : 0) + (inner?.aliases ?? 0);
        total.directives += inner?.directives ?? 0;
        total.rootFields += 1;
        total.repeats += inner?.repeats ?? 0;
        note(selection.alias?.value ?? selection.name.value);
        continue;
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : ofSelectionSet(selection.selectionSet);
      total.depth = Math.max(total.depth, inner.depth);
      total.fields += inner.fields;
      total.aliases += inner.aliases;
      total.rootFields += inner.rootFields;
      total.directives += inner.directives;
      total.repeats += inner.repeats;
      // Once there are too many it does not matter how many more.
      if (total.repeats <= maxRepeats) inner.keys.forEach(note);
    }
    return total;
  };

  return ofSelectionSet(operation.selectionSet);
}
