import type { Random } from './random.ts';
import { type GraphDraft, isLeaf, type TypeWriter } from './random-types.ts';

/** What the writer of a graph lends to those who add to it. */
export interface Invention {
  readonly random: Random;
  readonly graph: GraphDraft;
  readonly types: TypeWriter;
  /** A name that no other field has. */
  name(prefix: string): string;
  arguments(): string;
}

/** Gives an entity notes, which are found through it only, and of which some fields are given values from it. */
export function placeNotes({ random, graph, types, name, arguments: someArguments }: Invention): void {
  const holder = random.pick(graph.entities);
  const draft = random.pick(holder.places);
  const sources = holder.fields.filter(({ args, type }) => args === '' && isLeaf(type));
  if (graph.family.includes(holder.name) || sources.length === 0) return;
  draft.type('Note', 'type', '@key(fields: "id")');
  draft.field('Note', 'id', ': ID!');
  draft.directive(holder.name, '@context(name: "around")');
  for (let count = 1 + random.below(3); count > 0; count--) {
    const source = random.pick(sources);
    const given = source.type.replace(/!$/, '');
    const args = someArguments();
    types.declareArguments(draft, `${args}${given}`);
    draft.field(holder.name, source.name, `: ${source.type} @external`);
    const others = args === '' ? '' : `, ${args.slice(1, -1)}`;
    const fromContext = `given: ${given} @fromContext(field: "$around { ${source.name} }")`;
    draft.field('Note', name('told'), `(${fromContext}${others}): ${types.leaf(draft)}`);
  }
  if (random.chance(0.7)) draft.field('Note', name('plain'), `: ${types.leaf(draft)}`);
  if (random.chance(0.4)) {
    draft.type('Page', 'type');
    draft.field('Page', name('notes'), `: ${types.wrapped('Note')}`);
    draft.field(holder.name, name('pages'), `: ${types.wrapped('Page')}`);
  } else {
    draft.field(holder.name, name('notes'), `: ${types.wrapped('Note')}`);
  }
  const other = random.pick(graph.drafts);
  if (other === draft || random.chance(0.5)) return;
  other.type('Note', 'type', '@key(fields: "id")');
  other.field('Note', 'id', ': ID!');
  other.field('Note', name('added'), `: ${types.leaf(other)}`);
}
