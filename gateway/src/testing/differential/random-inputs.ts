import type { Random } from './random.ts';
import { type Entity, type Field, type GraphDraft, isLeaf, type TypeWriter, within } from './random-types.ts';
import type { SubgraphDraft } from './subgraph-draft.ts';

const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  '(n: Int = 2)': ['', '(n: 1)', '(n: 7)'],
  '(n: Int, color: Color = RED)': ['', '(n: 1)', '(color: BLUE)', '(n: 1, color: GREEN)'],
  '(range: Range)': ['(range: { max: 5 })', '(range: { min: 2, tags: ["a"] })', ''],
  '(tags: [String!], on: Boolean! = true)': ['', '(tags: ["x", "y"])', '(on: false)'],
};

/** Arguments that an input may be asked for with, none included. */
export const constantsFor = (args: string): readonly string[] => CONSTANTS[args] ?? [''];

/** Writes what `@requires` selects inside of its inputs. What a subgraph must declare for that is added to `externals`. */
export class InputWriter {
  constructor(
    readonly random: Random,
    readonly graph: GraphDraft,
    readonly types: TypeWriter,
  ) {}

  /** Undefined when the subgraph cannot speak of the input's type. */
  selection(at: SubgraphDraft, field: Field, externals: (() => void)[]): string | undefined {
    const { random } = this;
    const named = within(field.type);
    if (isLeaf(named)) return '';
    if (named === 'Size' || named === 'Money') {
      if (!at.has(named)) externals.push(() => void this.types.valueTypeNamed(at, named));
      if (named === 'Money') return random.pick([' { amount colors }', ' { ... on Money { amount } colors }']);
      return random.pick([' { width }', ' { height(n: 3) width }', ' { inner { width ... { height } } }', ' { ... on Size { height } }']);
    }
    const target = this.graph.entities.find(({ name }) => name === named);
    if (!target) return this.#abstract(at, field, externals);
    const inner = this.#ofEntity(at, target, externals);
    if (inner === undefined) return undefined;
    return random.chance(0.2) ? ` { ... on ${named} { ${inner} } }` : ` { ${inner} }`;
  }

  /** A field that another subgraph gives. */
  #ofEntity(at: SubgraphDraft, target: Entity, externals: (() => void)[]): string | undefined {
    const { name: type, fields } = target;
    if (at === this.graph.objectly && this.graph.family.includes(type)) return undefined;
    const inner = fields.filter((each) => each.owner !== at && !at.hasField(type, each.name) && isLeaf(each.type));
    if (inner.length === 0) return undefined;
    const chosen = this.random.pick(inner);
    externals.push(() => {
      this.types.place(target, at, false);
      this.types.declareArguments(at, `${chosen.args}${chosen.type}`);
      at.field(type, chosen.name, `${chosen.args}: ${chosen.type} @external`);
    });
    return `${chosen.name}${this.random.pick(constantsFor(chosen.args))}`;
  }

  /** Of an interface or union each object has its own. */
  #abstract(at: SubgraphDraft, field: Field, externals: (() => void)[]): string | undefined {
    const named = within(field.type);
    const members = this.graph.entities.filter(({ name }) => field.owner.membersOf(named).includes(name));
    if (at.has(named) || members.length === 0) return undefined;
    const declares: (() => void)[] = [];
    const inner = members.map((member) => this.#ofEntity(at, member, declares));
    if (inner.some((each) => each === undefined)) return undefined;
    const union = field.owner.unionOf(named);
    externals.push(...declares, () => {
      if (union !== undefined) return at.other(named, union);
      at.type(named, 'interface');
      at.field(named, 'id', ': ID!');
      for (const { name } of members) {
        at.field(name, 'id', ': ID! @external');
        at.implement(name, named);
      }
    });
    const chosen = members.flatMap(({ name }, index) =>
      this.random.chance(0.7) || index === 0 ? [`... on ${name} { ${inner[index]} }`] : [],
    );
    return ` { ${union === undefined && this.random.chance(0.5) ? 'id ' : ''}${chosen.join(' ')} }`;
  }
}
