import type { Random } from './random.ts';
import { SubgraphDraft } from './subgraph-draft.ts';

const SUBGRAPHS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
const ENTITIES = ['Book', 'Film', 'Game', 'Person', 'Shop'];
const LEAVES = ['Int', 'String', 'Boolean', 'Float', 'ID', 'Color'];
const ARGUMENTS = ['', '', '(n: Int = 2)', '(n: Int, color: Color = RED)', '(range: Range)', '(tags: [String!], on: Boolean! = true)'];
const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  '(n: Int = 2)': ['', '(n: 1)', '(n: 7)'],
  '(n: Int, color: Color = RED)': ['', '(n: 1)', '(color: BLUE)', '(n: 1, color: GREEN)'],
  '(range: Range)': ['(range: { max: 5 })', '(range: { min: 2, tags: ["a"] })', ''],
  '(tags: [String!], on: Boolean! = true)': ['', '(tags: ["x", "y"])', '(on: false)'],
};

interface Key {
  readonly fields: string;
  /** What a subgraph that uses the key must declare. */
  readonly declare: (draft: SubgraphDraft, type: string) => void;
}

interface Field {
  readonly name: string;
  readonly args: string;
  /** In SDL. */
  readonly type: string;
  readonly owner: SubgraphDraft;
  readonly isComputed: boolean;
}

interface Entity {
  readonly name: string;
  readonly keys: readonly Key[];
  readonly places: SubgraphDraft[];
  readonly fields: Field[];
}

const own =
  (fields: readonly (readonly [string, string])[]): Key['declare'] =>
  (draft, type) => {
    for (const [name, fieldType] of fields) draft.field(type, name, `: ${fieldType}`);
  };

/** Makes up a graph and cuts it into subgraphs. Not every one composes: what cannot be reached is found only then. */
export class GraphWriter {
  readonly #drafts: readonly SubgraphDraft[];
  readonly #entities: Entity[] = [];
  readonly #family: string[] = [];
  readonly #interfaces = new Map<string, readonly string[]>();
  #home: SubgraphDraft | undefined;
  #objectly: SubgraphDraft | undefined;
  #names = 0;

  constructor(readonly random: Random) {
    this.#drafts = SUBGRAPHS.slice(0, 2 + random.below(4)).map((name) => new SubgraphDraft(name));
  }

  write(): Record<string, string> {
    this.#placeEntities();
    this.#placeFamily();
    for (const entity of this.#entities) this.#inventFields(entity);
    this.#inventFamilyFields();
    for (const entity of this.#entities) for (let count = this.random.below(4); count > 0; count--) this.#inventComputed(entity);
    for (const draft of this.#drafts) this.#inventRoots(draft);
    return Object.fromEntries(this.#drafts.map((draft) => [draft.name, draft.print()]));
  }

  #pickSome<Item>(items: readonly Item[], atLeast: number): Item[] {
    const rest = [...items];
    const count = Math.min(items.length, atLeast + this.random.below(items.length));
    return Array.from({ length: count }, () => rest.splice(this.random.below(rest.length), 1)[0]!);
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #placeEntities(): void {
    const names = ENTITIES.slice(0, 2 + this.random.below(4));
    const withFamily = this.#drafts.length > 2 && names.length > 2 && this.random.chance(0.5);
    if (withFamily) {
      this.#family.push(...names.slice(0, 2 + this.random.below(2)));
      this.#home = this.#drafts[0]!;
      this.#objectly = this.#drafts.at(-1)!;
    }
    for (const name of names) {
      const keys = this.#pickSome(this.#keysFor(), 1);
      this.#entities.push({ name, keys, places: [], fields: [] });
    }
    for (const entity of this.#entities) {
      const isMember = this.#family.includes(entity.name);
      const possible = isMember ? this.#drafts.filter((draft) => draft !== this.#objectly) : this.#drafts;
      const places = this.#pickSome(possible, 1);
      if (isMember && !places.includes(this.#home!)) places.push(this.#home!);
      for (const [index, draft] of places.entries()) this.#place(entity, draft, index === 0);
    }
  }

  #keysFor(): readonly Key[] {
    const id: Key = { fields: 'id', declare: own([['id', 'ID!']]) };
    if (this.#entities.length === 0) return [id];
    const nested: Key = {
      fields: 'ref { x }',
      declare: (draft, type) => {
        draft.type('Ref', 'type', '@shareable');
        draft.field('Ref', 'x', ': ID!');
        draft.field(type, 'ref', ': Ref!');
      },
    };
    const owner = this.#entities[0]!;
    const byOwner: Key = {
      fields: `owner { id } row`,
      declare: (draft, type) => {
        this.#place(owner, draft, false);
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
    return this.#family.length > 0 ? options.slice(0, -1) : options;
  }

  #place(entity: Entity, draft: SubgraphDraft, withAllKeys: boolean): void {
    if (draft.has(entity.name)) return;
    const isMember = this.#family.includes(entity.name);
    const id = entity.keys.find(({ fields }) => fields === 'id');
    let keys = withAllKeys ? entity.keys : this.#pickSome(entity.keys, 1);
    if (isMember && !keys.some(({ fields }) => fields === 'id')) keys = [id ?? { fields: 'id', declare: own([['id', 'ID!']]) }, ...keys];
    draft.type(entity.name, 'type', keys.map(({ fields }) => `@key(fields: "${fields}")`).join(' '));
    entity.places.push(draft);
    for (const key of keys) key.declare(draft, entity.name);
  }

  /** An interface with a key, known in one subgraph as an object. */
  #placeFamily(): void {
    if (!this.#home || !this.#objectly) return;
    this.#interfaces.set('Media', [...this.#family]);
    this.#home.type('Media', 'interface', '@key(fields: "id")');
    this.#home.field('Media', 'id', ': ID!');
    for (const name of this.#family) this.#home.implement(name, 'Media');
    this.#objectly.type('Media', 'type', '@interfaceObject @key(fields: "id")');
    this.#objectly.field('Media', 'id', ': ID!');
  }

  #inventFamilyFields(): void {
    const { random } = this;
    if (this.#home) {
      for (let count = 1 + random.below(2); count > 0; count--) {
        const type = this.#leaf(this.#home);
        const [name, args] = [this.#name('shown'), random.pick(ARGUMENTS)];
        this.#declareArguments(this.#home, args);
        for (const each of ['Media', ...this.#family]) this.#home.field(each, name, `${args}: ${type}`);
        for (const entity of this.#entities)
          if (this.#family.includes(entity.name)) entity.fields.push({ name, args, type, owner: this.#home, isComputed: false });
      }
      for (let count = 1 + random.below(3); count > 0; count--) {
        const type = this.#typeFor(this.#objectly!);
        const args = random.pick(ARGUMENTS);
        this.#declareArguments(this.#objectly!, args);
        this.#objectly!.field('Media', this.#name('scored'), `${args}: ${type}`);
      }
    }
    // A plain interface in one subgraph.
    const draft = random.pick(this.#drafts);
    const members = this.#entities.filter((entity) => draft.has(entity.name) && draft.hasField(entity.name, 'id'));
    if (members.length < 2 || !random.chance(0.6)) return;
    draft.type('Node', 'interface');
    draft.field('Node', 'id', ': ID!');
    const name = this.#name('noted');
    const type = this.#leaf(draft);
    draft.field('Node', name, `: ${type}`);
    for (const entity of members) {
      draft.implement(entity.name, 'Node');
      draft.field(entity.name, name, `: ${type}`);
      entity.fields.push({ name, args: '', type, owner: draft, isComputed: false });
    }
  }

  #leaf(draft: SubgraphDraft): string {
    const leaf = this.random.pick(LEAVES);
    if (leaf === 'Color') this.#declareArguments(draft, 'Color');
    return this.#wrapped(leaf);
  }

  #wrapped(named: string): string {
    const dice = this.random.next();
    const item = `${named}${this.random.chance(0.3) ? '!' : ''}`;
    if (dice < 0.7) return item;
    const list = `[${item}]${this.random.chance(0.3) ? '!' : ''}`;
    return dice < 0.93 ? list : `[${list}]`;
  }

  /** A type that the draft can return, declared there if need be. */
  #typeFor(draft: SubgraphDraft): string {
    const dice = this.random.next();
    if (dice < 0.45) return this.#leaf(draft);
    return this.#wrapped(this.#composite(draft, dice < 0.6));
  }

  #composite(draft: SubgraphDraft, isValue: boolean): string {
    const { random } = this;
    if (isValue) return this.#valueType(draft);
    const abstracts = [...this.#interfaces.keys()].filter((name) => draft.has(name));
    if (abstracts.length > 0 && random.chance(0.3)) return random.pick(abstracts);
    if (draft.has('Node') && random.chance(0.3)) return 'Node';
    const members = this.#entities.filter(({ name }) => draft.has(name));
    if (members.length > 1 && random.chance(0.2)) {
      const chosen = draft.has('Found') ? [] : this.#pickSome(members, 2);
      if (chosen.length > 0) draft.other('Found', `union Found = ${chosen.map(({ name }) => name).join(' | ')}`);
      return 'Found';
    }
    const possible = draft === this.#objectly ? this.#entities.filter(({ name }) => !this.#family.includes(name)) : this.#entities;
    if (possible.length === 0) return this.#valueType(draft);
    const entity = random.pick(possible);
    this.#place(entity, draft, false);
    return entity.name;
  }

  #valueType(draft: SubgraphDraft): string {
    const name = this.random.pick(['Size', 'Money']);
    if (draft.has(name)) return name;
    draft.type(name, 'type', '@shareable');
    if (name === 'Size') {
      draft.field(name, 'width', ': Int!');
      draft.field(name, 'height', '(n: Int = 2): Int');
      draft.field(name, 'inner', ': Size');
    } else {
      this.#declareArguments(draft, 'Color');
      draft.field(name, 'amount', ': Float');
      draft.field(name, 'colors', ': [[Color]!]');
    }
    return name;
  }

  #declareArguments(draft: SubgraphDraft, args: string): void {
    if (args.includes('Color')) draft.other('Color', 'enum Color { RED GREEN BLUE }');
    if (args.includes('Range')) draft.other('Range', 'input Range { min: Int = 1 max: Int tags: [String!] }');
  }

  #inventFields(entity: Entity): void {
    const { random } = this;
    for (let count = 2 + random.below(4); count > 0; count--) {
      const owner = random.pick(entity.places);
      const name = this.#name('f');
      const args = random.pick(ARGUMENTS);
      this.#declareArguments(owner, args);
      const type = this.#typeFor(owner);
      const others = entity.places.filter((draft) => draft !== owner);
      const isLeaf = LEAVES.some((leaf) => type.replaceAll(/[[\]!]/g, '') === leaf);
      const dice = random.next();
      entity.fields.push({ name, args, type, owner, isComputed: false });
      if (others.length === 0 || !isLeaf || dice < 0.6) {
        owner.field(entity.name, name, `${args}: ${type}`);
        continue;
      }
      const other = random.pick(others);
      for (const draft of [other]) this.#declareArguments(draft, `${args}${type}`);
      if (dice < 0.8) {
        const looser = type.endsWith('!') && random.chance(0.3) ? type.slice(0, -1) : type;
        owner.field(entity.name, name, `${args}: ${type} @shareable`);
        other.field(entity.name, name, `${args}: ${looser} @shareable`);
      } else {
        const label = dice > 0.9 ? `, label: "percent(${random.pick([0, 25, 100])})"` : '';
        owner.field(entity.name, name, `${args}: ${type} @override(from: "${other.name}"${label})`);
        other.field(entity.name, name, `${args}: ${type}`);
      }
    }
  }

  /** A field that one subgraph computes from what others give. */
  #inventComputed(entity: Entity): void {
    const { random } = this;
    const at = random.pick(entity.places);
    const inputs = entity.fields.filter(({ owner, name }) => owner !== at && !at.hasField(entity.name, name));
    if (inputs.length === 0) return;
    const externals: (() => void)[] = [];
    const wanted: string[] = [];
    for (const field of this.#pickSome(inputs, 1).slice(0, 2)) {
      const selection = this.#inputSelection(at, field, externals);
      if (selection === undefined) continue;
      wanted.push(`${field.name}${random.pick(CONSTANTS[field.args] ?? [''])}${selection}`);
      externals.push(() => {
        this.#declareArguments(at, `${field.args}${field.type}`);
        at.field(entity.name, field.name, `${field.args}: ${field.type} @external`);
      });
    }
    if (wanted.length === 0) return;
    for (const declare of externals) declare();
    for (let count = 1 + random.below(2); count > 0; count--) {
      const name = this.#name('computed');
      const args = random.pick(ARGUMENTS);
      this.#declareArguments(at, args);
      const type = this.#leaf(at);
      const fields = wanted.map((each) => this.#withOtherArguments(each, inputs)).join(' ');
      at.field(entity.name, name, `${args}: ${type} @requires(fields: ${JSON.stringify(fields)})`);
      entity.fields.push({ name, args, type, owner: at, isComputed: true });
    }
  }

  /** The same input, asked with arguments of its own now and then. */
  #withOtherArguments(wanted: string, inputs: readonly Field[]): string {
    const field = inputs.find(({ name }) => wanted === name || wanted.startsWith(`${name}(`));
    if (!field || wanted.includes('{ ') || !this.random.chance(0.5)) return wanted;
    return `${field.name}${this.random.pick(CONSTANTS[field.args] ?? [''])}`;
  }

  /** What to select inside an input; undefined when the subgraph cannot speak of its type. */
  #inputSelection(at: SubgraphDraft, field: Field, externals: (() => void)[]): string | undefined {
    const { random } = this;
    const named = field.type.replaceAll(/[[\]!]/g, '');
    if (LEAVES.includes(named)) return '';
    if (named === 'Size' || named === 'Money') {
      if (!at.has(named)) externals.push(() => void this.#valueTypeNamed(at, named));
      if (named === 'Money') return ' { amount colors }';
      return random.pick([' { width }', ' { height(n: 3) width }', ' { inner { width height } }', ' { height }']);
    }
    const target = this.#entities.find(({ name }) => name === named);
    if (!target || (at === this.#objectly && this.#family.includes(named))) return undefined;
    const inner = target.fields.filter(
      ({ type, owner, name }) => owner !== at && !at.hasField(named, name) && LEAVES.includes(type.replaceAll(/[[\]!]/g, '')),
    );
    if (inner.length === 0) return undefined;
    const chosen = random.pick(inner);
    externals.push(() => {
      this.#place(target, at, false);
      this.#declareArguments(at, `${chosen.args}${chosen.type}`);
      at.field(named, chosen.name, `${chosen.args}: ${chosen.type} @external`);
    });
    return ` { ${chosen.name}${random.pick(CONSTANTS[chosen.args] ?? [''])} }`;
  }

  #valueTypeNamed(draft: SubgraphDraft, name: string): void {
    while (!draft.has(name)) this.#valueType(draft);
  }

  #inventRoots(draft: SubgraphDraft): void {
    const { random } = this;
    for (const [root, prefix, chance] of [
      ['Query', 'q', 1],
      ['Mutation', 'm', 0.5],
    ] as const) {
      if (!random.chance(chance)) continue;
      draft.type(root);
      for (let count = 1 + random.below(3); count > 0; count--) {
        const args = random.pick(ARGUMENTS);
        this.#declareArguments(draft, args);
        const type = random.chance(0.85) ? this.#wrapped(this.#composite(draft, false)) : this.#typeFor(draft);
        draft.field(root, this.#name(prefix), `${args}: ${type}${this.#provides(draft, type)}`);
      }
    }
  }

  /** Sometimes a root field brings along what belongs to another subgraph. */
  #provides(draft: SubgraphDraft, type: string): string {
    const entity = this.#entities.find(({ name }) => name === type.replaceAll(/[[\]!]/g, ''));
    if (!entity || !this.random.chance(0.4)) return '';
    const possible = entity.fields.filter(
      ({ name, args, owner, isComputed, type: leaf }) =>
        owner !== draft &&
        !isComputed &&
        args === '' &&
        !draft.hasField(entity.name, name) &&
        LEAVES.includes(leaf.replaceAll(/[[\]!]/g, '')),
    );
    if (possible.length === 0) return '';
    const { name, type: leaf, owner } = this.random.pick(possible);
    this.#declareArguments(draft, leaf);
    draft.field(entity.name, name, `: ${leaf} @external`);
    owner.share(entity.name, name);
    return ` @provides(fields: "${name}")`;
  }
}
