import type { Random } from './random.ts';
import { protect } from './random-access.ts';
import { placeNotes } from './random-context.ts';
import { constantsFor, InputWriter } from './random-inputs.ts';
import { type Entity, type Field, type GraphDraft, isLeaf, TypeWriter, within } from './random-types.ts';
import { SubgraphDraft } from './subgraph-draft.ts';

const SUBGRAPHS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
const ENTITIES = ['Book', 'Film', 'Game', 'Person', 'Shop'];
const ARGUMENTS = ['', '', '(n: Int = 2)', '(n: Int, color: Color = RED)', '(range: Range)', '(tags: [String!], on: Boolean! = true)'];
/** Makes up a graph and cuts it into subgraphs. Not every one composes: what cannot be reached is found only then. */
export class GraphWriter {
  readonly #graph: GraphDraft;
  readonly #types: TypeWriter;
  readonly #inputs: InputWriter;
  #names = 0;

  constructor(readonly random: Random) {
    const drafts = SUBGRAPHS.slice(0, 2 + random.below(4)).map((name) => new SubgraphDraft(name));
    this.#graph = { drafts, entities: [], family: [], interfaces: new Map(), home: undefined, objectly: undefined };
    this.#types = new TypeWriter(random, this.#graph);
    this.#inputs = new InputWriter(random, this.#graph, this.#types);
  }

  write(): Record<string, string> {
    const { random } = this;
    this.#placeEntities();
    this.#placeFamily();
    this.#placeInterface();
    for (const entity of this.#graph.entities) this.#inventFields(entity);
    this.#inventFamilyFields();
    for (const entity of this.#graph.entities) for (let count = this.random.below(4); count > 0; count--) this.#inventComputed(entity);
    if (random.chance(0.3))
      placeNotes({
        random,
        graph: this.#graph,
        types: this.#types,
        name: (prefix) => this.#name(prefix),
        arguments: () => random.pick(ARGUMENTS),
      });
    for (const draft of this.#graph.drafts) this.#inventRoots(draft);
    if (this.random.chance(0.4)) protect(this.#graph.drafts, this.random);
    return Object.fromEntries(this.#graph.drafts.map((draft) => [draft.name, draft.print()]));
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #placeEntities(): void {
    const names = ENTITIES.slice(0, 2 + this.random.below(4));
    const withFamily = this.#graph.drafts.length > 2 && names.length > 2 && this.random.chance(0.5);
    if (withFamily) {
      this.#graph.family.push(...names.slice(0, 2 + this.random.below(2)));
      this.#graph.home = this.#graph.drafts[0]!;
      this.#graph.objectly = this.#graph.drafts.at(-1)!;
    }
    for (const name of names) {
      const keys = this.#types.pickSome(this.#types.keysFor(), 1);
      this.#graph.entities.push({ name, keys, places: [], fields: [] });
    }
    for (const entity of this.#graph.entities) {
      const isMember = this.#graph.family.includes(entity.name);
      const possible = isMember ? this.#graph.drafts.filter((draft) => draft !== this.#graph.objectly) : this.#graph.drafts;
      const places = this.#types.pickSome(possible, 1);
      if (isMember && !places.includes(this.#graph.home!)) places.push(this.#graph.home!);
      for (const [index, draft] of places.entries()) this.#types.place(entity, draft, index === 0);
    }
  }

  /** An interface with a key, known in one subgraph as an object. */
  #placeFamily(): void {
    if (!this.#graph.home || !this.#graph.objectly) return;
    this.#graph.interfaces.set('Media', [...this.#graph.family]);
    this.#graph.home.type('Media', 'interface', '@key(fields: "id")');
    this.#graph.home.field('Media', 'id', ': ID!');
    for (const name of this.#graph.family) this.#graph.home.implement(name, 'Media');
    this.#graph.objectly.type('Media', 'type', '@interfaceObject @key(fields: "id")');
    this.#graph.objectly.field('Media', 'id', ': ID!');
  }

  /** A plain interface in one subgraph. */
  #placeInterface(): void {
    const { random } = this;
    const draft = random.pick(this.#graph.drafts);
    const members = this.#graph.entities.filter((entity) => draft.has(entity.name) && draft.hasField(entity.name, 'id'));
    if (members.length < 2 || !random.chance(0.6)) return;
    draft.type('Node', 'interface');
    draft.field('Node', 'id', ': ID!');
    const name = this.#name('noted');
    const type = this.#types.leaf(draft);
    draft.field('Node', name, `: ${type}`);
    for (const entity of members) {
      draft.implement(entity.name, 'Node');
      draft.field(entity.name, name, `: ${type}`);
      entity.fields.push({ name, args: '', type, owner: draft, isComputed: false });
    }
  }

  #inventFamilyFields(): void {
    const { random } = this;
    if (this.#graph.home) {
      for (let count = 1 + random.below(2); count > 0; count--) {
        const type = this.#types.leaf(this.#graph.home);
        const [name, args] = [this.#name('shown'), random.pick(ARGUMENTS)];
        this.#types.declareArguments(this.#graph.home, args);
        for (const each of ['Media', ...this.#graph.family]) this.#graph.home.field(each, name, `${args}: ${type}`);
        for (const entity of this.#graph.entities)
          if (this.#graph.family.includes(entity.name))
            entity.fields.push({ name, args, type, owner: this.#graph.home, isComputed: false });
      }
      for (let count = 1 + random.below(3); count > 0; count--) {
        const type = this.#types.typeFor(this.#graph.objectly!);
        const args = random.pick(ARGUMENTS);
        this.#types.declareArguments(this.#graph.objectly!, args);
        this.#graph.objectly!.field('Media', this.#name('scored'), `${args}: ${type}`);
      }
    }
  }

  #inventFields(entity: Entity): void {
    const { random } = this;
    for (let count = 2 + random.below(4); count > 0; count--) {
      const owner = random.pick(entity.places);
      const name = this.#name('f');
      const args = random.pick(ARGUMENTS);
      this.#types.declareArguments(owner, args);
      const type = this.#types.typeFor(owner);
      const others = entity.places.filter((draft) => draft !== owner);
      const isSimple = isLeaf(type);
      const dice = random.next();
      entity.fields.push({ name, args, type, owner, isComputed: false });
      if (others.length === 0 || !isSimple || dice < 0.6) {
        owner.field(entity.name, name, `${args}: ${type}`);
        continue;
      }
      const other = random.pick(others);
      for (const draft of [other]) this.#types.declareArguments(draft, `${args}${type}`);
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
    for (const field of this.#types.pickSome(inputs, 1).slice(0, 2)) {
      const selection = this.#inputs.selection(at, field, externals);
      if (selection === undefined) continue;
      wanted.push(`${field.name}${random.pick(constantsFor(field.args))}${selection}`);
      externals.push(() => {
        this.#types.declareArguments(at, `${field.args}${field.type}`);
        at.field(entity.name, field.name, `${field.args}: ${field.type} @external`);
      });
    }
    if (wanted.length === 0) return;
    for (const declare of externals) declare();
    for (let count = 1 + random.below(2); count > 0; count--) {
      const name = this.#name('computed');
      const args = random.pick(ARGUMENTS);
      this.#types.declareArguments(at, args);
      const type = this.#types.leaf(at);
      const fields = wanted.map((each) => this.#withOtherArguments(each, inputs)).join(' ');
      at.field(entity.name, name, `${args}: ${type} @requires(fields: ${JSON.stringify(fields)})`);
      entity.fields.push({ name, args, type, owner: at, isComputed: true });
    }
  }

  /** The same input, asked with arguments of its own now and then. */
  #withOtherArguments(wanted: string, inputs: readonly Field[]): string {
    const field = inputs.find(({ name }) => wanted === name || wanted.startsWith(`${name}(`));
    if (!field || wanted.includes('{ ') || !this.random.chance(0.5)) return wanted;
    return `${field.name}${this.random.pick(constantsFor(field.args))}`;
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
        this.#types.declareArguments(draft, args);
        const type = random.chance(0.85) ? this.#types.wrapped(this.#types.composite(draft, false)) : this.#types.typeFor(draft);
        draft.field(root, this.#name(prefix), `${args}: ${type}${this.#provides(draft, type)}`);
      }
    }
  }

  /** Sometimes a root field brings along what belongs to another subgraph. */
  #provides(draft: SubgraphDraft, type: string): string {
    const entity = this.#graph.entities.find(({ name }) => name === within(type));
    if (!entity || !this.random.chance(0.4)) return '';
    const possible = entity.fields.filter(
      ({ name, args, owner, isComputed, type: leaf }) =>
        owner !== draft && !isComputed && args === '' && !draft.hasField(entity.name, name) && isLeaf(leaf),
    );
    if (possible.length === 0) return '';
    const { name, type: leaf, owner } = this.random.pick(possible);
    this.#types.declareArguments(draft, leaf);
    draft.field(entity.name, name, `: ${leaf} @external`);
    owner.share(entity.name, name);
    return ` @provides(fields: "${name}")`;
  }
}
