import type { Random } from './random.ts';
import type { SubgraphDraft } from './subgraph-draft.ts';

const LEAVES = ['Int', 'String', 'Boolean', 'Float', 'ID', 'Color'];

/** The named type within lists and exclamation marks. */
export const within = (type: string): string => type.replaceAll(/[[\]!]/g, '');

export const isLeaf = (type: string): boolean => LEAVES.includes(within(type));

export interface Key {
  readonly fields: string;
  /** What a subgraph that uses the key must declare. */
  readonly declare: (draft: SubgraphDraft, type: string) => void;
}

export interface Field {
  readonly name: string;
  readonly args: string;
  /** In SDL. */
  readonly type: string;
  readonly owner: SubgraphDraft;
  readonly isComputed: boolean;
}

export interface Entity {
  readonly name: string;
  readonly keys: readonly Key[];
  readonly places: SubgraphDraft[];
  readonly fields: Field[];
}

/** A graph while it is being made up. */
export interface GraphDraft {
  readonly drafts: readonly SubgraphDraft[];
  readonly entities: Entity[];
  /** The objects of the interface that one subgraph knows as an object. */
  readonly family: string[];
  readonly interfaces: Map<string, readonly string[]>;
  /** Where the interface is an interface, and where it is an object. */
  home: SubgraphDraft | undefined;
  objectly: SubgraphDraft | undefined;
}

const own =
  (fields: readonly (readonly [string, string])[]): Key['declare'] =>
  (draft, type) => {
    for (const [name, fieldType] of fields) draft.field(type, name, `: ${fieldType}`);
  };

/** Makes up types for fields, and declares in a subgraph what it needs to speak of them. */
export class TypeWriter {
  constructor(
    readonly random: Random,
    readonly graph: GraphDraft,
  ) {}

  place(entity: Entity, draft: SubgraphDraft, withAllKeys: boolean): void {
    if (draft.has(entity.name)) return;
    const isMember = this.graph.family.includes(entity.name);
    const id = entity.keys.find(({ fields }) => fields === 'id');
    let keys = withAllKeys ? entity.keys : this.pickSome(entity.keys, 1);
    if (isMember && !keys.some(({ fields }) => fields === 'id')) keys = [id ?? { fields: 'id', declare: own([['id', 'ID!']]) }, ...keys];
    draft.type(entity.name, 'type', keys.map(({ fields }) => `@key(fields: "${fields}")`).join(' '));
    entity.places.push(draft);
    for (const key of keys) key.declare(draft, entity.name);
  }

  leaf(draft: SubgraphDraft): string {
    const leaf = this.random.pick(LEAVES);
    if (leaf === 'Color') this.declareArguments(draft, 'Color');
    return this.wrapped(leaf);
  }

  wrapped(named: string): string {
    const dice = this.random.next();
    const item = `${named}${this.random.chance(0.3) ? '!' : ''}`;
    if (dice < 0.7) return item;
    const list = `[${item}]${this.random.chance(0.3) ? '!' : ''}`;
    return dice < 0.93 ? list : `[${list}]`;
  }

  /** A type that the draft can return, declared there if need be. */
  typeFor(draft: SubgraphDraft): string {
    const dice = this.random.next();
    if (dice < 0.45) return this.leaf(draft);
    return this.wrapped(this.composite(draft, dice < 0.6));
  }

  composite(draft: SubgraphDraft, isValue: boolean): string {
    const { random } = this;
    if (isValue) return this.valueType(draft);
    const abstracts = [...this.graph.interfaces.keys()].filter((name) => draft.has(name));
    if (abstracts.length > 0 && random.chance(0.3)) return random.pick(abstracts);
    if (draft.has('Node') && random.chance(0.3)) return 'Node';
    const members = this.graph.entities.filter(({ name }) => draft.has(name));
    if (members.length > 1 && random.chance(0.2)) {
      const chosen = draft.has('Found') ? [] : this.pickSome(members, 2);
      if (chosen.length > 0) draft.other('Found', `union Found = ${chosen.map(({ name }) => name).join(' | ')}`);
      return 'Found';
    }
    const possible =
      draft === this.graph.objectly ? this.graph.entities.filter(({ name }) => !this.graph.family.includes(name)) : this.graph.entities;
    if (possible.length === 0) return this.valueType(draft);
    const entity = random.pick(possible);
    this.place(entity, draft, false);
    return entity.name;
  }

  valueType(draft: SubgraphDraft): string {
    const name = this.random.pick(['Size', 'Money']);
    if (draft.has(name)) return name;
    draft.type(name, 'type', '@shareable');
    if (name === 'Size') {
      draft.field(name, 'width', ': Int!');
      draft.field(name, 'height', '(n: Int = 2): Int');
      draft.field(name, 'inner', ': Size');
    } else {
      this.declareArguments(draft, 'Color');
      draft.field(name, 'amount', ': Float');
      draft.field(name, 'colors', ': [[Color]!]');
    }
    return name;
  }

  declareArguments(draft: SubgraphDraft, args: string): void {
    if (args.includes('Color')) draft.other('Color', 'enum Color { RED GREEN BLUE }');
    if (args.includes('Range')) draft.other('Range', 'input Range { min: Int = 1 max: Int tags: [String!] }');
  }

  pickSome<Item>(items: readonly Item[], atLeast: number): Item[] {
    const rest = [...items];
    const count = Math.min(items.length, atLeast + this.random.below(items.length));
    return Array.from({ length: count }, () => rest.splice(this.random.below(rest.length), 1)[0]!);
  }

  keysFor(): readonly Key[] {
    const id: Key = { fields: 'id', declare: own([['id', 'ID!']]) };
    if (this.graph.entities.length === 0) return [id];
    const nested: Key = {
      fields: 'ref { x }',
      declare: (draft, type) => {
        draft.type('Ref', 'type', '@shareable');
        draft.field('Ref', 'x', ': ID!');
        draft.field(type, 'ref', ': Ref!');
      },
    };
    const owner = this.graph.entities[0]!;
    const byOwner: Key = {
      fields: `owner { id } row`,
      declare: (draft, type) => {
        this.place(owner, draft, false);
        draft.field(owner.name, 'id', ': ID!');
        own([
          ['owner', `${owner.name}!`],
          ['row', 'Int!'],
        ])(draft, type);
      },
    };
    const options = [
      id,
      { fields: 'code', declare: own([['code', 'String!']]) },
      {
        fields: 'region number',
        declare: own([
          ['region', 'String!'],
          ['number', 'Int!'],
        ]),
      },
      nested,
      byOwner,
    ];
    // A subgraph that knows an interface as an object must know none of its objects.
    return this.graph.family.length > 0 ? options.slice(0, -1) : options;
  }

  valueTypeNamed(draft: SubgraphDraft, name: string): void {
    while (!draft.has(name)) this.valueType(draft);
  }
}
