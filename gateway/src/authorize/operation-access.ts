import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { AccessRules } from './access-rules.ts';
import { Denials } from './denials.ts';
import { type Caller, isMet, type Requirement } from './requirement.ts';

/** What a caller lacks for one operation. */
export interface Lack {
  readonly unmet: ReadonlySet<Requirement>;
  readonly isSignedIn: boolean;
  /** Two callers with the same text may see the same. */
  readonly key: string;
}

/** The access rules as far as one operation touches them, found once. */
export class OperationAccess {
  readonly #requirements: readonly Requirement[];
  /** The policies on which something depends. */
  readonly policies: readonly string[];

  constructor(
    readonly rules: AccessRules,
    readonly apiSchema: GraphQLSchema,
    readonly document: DocumentNode,
  ) {
    this.#requirements = [...this.#touched()];
    this.policies = [...new Set(this.#requirements.flatMap((each) => (each.kind === 'policies' ? each.anyOf.flat() : [])))];
  }

  get isOpen(): boolean {
    return this.#requirements.length === 0;
  }

  /** Undefined when the caller may see everything that is asked for. */
  lackOf(caller: Caller, policies: ReadonlySet<string>): Lack | undefined {
    const unmet = this.#requirements.filter((each) => !isMet(each, caller, policies));
    return this.#lack(unmet, isMet({ kind: 'authenticated' }, caller, policies));
  }

  /** The same lack as that of an equal operation under other rules, as far as they ask for the same. */
  lackLike({ unmet, isSignedIn }: Lack): Lack | undefined {
    const texts = new Set([...unmet].map((each) => JSON.stringify(each)));
    return this.#lack(
      this.#requirements.filter((each) => texts.has(JSON.stringify(each))),
      isSignedIn,
    );
  }

  #lack(unmet: readonly Requirement[], isSignedIn: boolean): Lack | undefined {
    if (unmet.length === 0) return undefined;
    const bits = this.#requirements.map((each) => (unmet.includes(each) ? '0' : '1')).join('');
    return { unmet: new Set(unmet), isSignedIn, key: `${isSignedIn ? 'u' : 'a'}${bits}` };
  }

  /** Takes from the operation what the caller may not see. */
  filter(lack: Lack): { readonly document: DocumentNode; readonly denials: Denials } {
    const denials = new Denials(this.rules, lack.unmet, lack.isSignedIn);
    const types = new TypeInfo(this.apiSchema);
    const document: DocumentNode = visit(
      this.document,
      visitWithTypeInfo(types, {
        Field: {
          enter: (node) => {
            const parent = types.getParentType();
            if (!parent || node.name.value.startsWith('__')) return undefined;
            const allowed = this.#allowedObjects(parent, node, denials);
            if (!allowed) return undefined;
            denials.add(node, allowed.length === 0);
            return allowed.length === 0 ? null : undefined;
          },
          leave: (node) => {
            const parent = types.getParentType();
            const allowed = parent && !node.name.value.startsWith('__') && this.#allowedObjects(parent, node, denials);
            return allowed ? eachOn(allowed, node) : undefined;
          },
        },
      }),
    );
    return { document, denials };
  }

  /** The objects of which a field may be seen, where those are not all. */
  #allowedObjects(parent: GraphQLCompositeType, { name }: FieldNode, denials: Denials): readonly string[] | undefined {
    if (denials.deniesField(parent.name, name.value)) return [];
    if (!isAbstractType(parent)) return undefined;
    const objects = this.apiSchema.getPossibleTypes(parent);
    const allowed = objects.filter((object) => !denials.deniesField(object.name, name.value));
    return allowed.length === objects.length ? undefined : allowed.map((object) => object.name);
  }

  #touched(): ReadonlySet<Requirement> {
    const found = new Set<Requirement>();
    const types = new TypeInfo(this.apiSchema);
    visit(
      this.document,
      visitWithTypeInfo(types, {
        Field: (node) => {
          const parent = types.getParentType();
          const returned = types.getType();
          if (!parent || !returned || node.name.value.startsWith('__')) return;
          const places = [parent.name, ...this.rules.objectsOf(parent.name)];
          for (const place of places) for (const each of this.rules.ofField(place, node.name.value)) found.add(each);
          for (const object of this.rules.objectsOf(getNamedType(returned).name))
            for (const each of this.rules.ofType(object)) found.add(each);
        },
      }),
    );
    return found;
  }
}

/** The field on each of these objects, as one selection. */
function eachOn(objects: readonly string[], field: FieldNode): InlineFragmentNode {
  const within = (selections: InlineFragmentNode[] | FieldNode[], object?: string): InlineFragmentNode => ({
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: object === undefined ? undefined : { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: object } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
  return within(objects.map((object) => within([field], object)));
}
