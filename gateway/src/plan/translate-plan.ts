import { type DocumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { PlannedSubgraph } from './computed-parts.ts';
import type { NamedInput } from './named-inputs.ts';
import type { FetchNode, PlanNode, QueryPlan, RequiredSelection, Rewrite, SubscriptionNode } from './planner.ts';

/** Turns a plan over parts of subgraphs and named inputs into one over the subgraphs themselves. */
export class PlanTranslation {
  constructor(
    readonly subgraphs: ReadonlyMap<string, PlannedSubgraph>,
    readonly names: ReadonlyMap<string, NamedInput>,
  ) {}

  plan({ node }: QueryPlan): QueryPlan {
    if (node?.kind !== 'Subscription') return { node: node && this.#node(node) };
    const translated: SubscriptionNode = { ...node, primary: this.#fetch(node.primary), rest: node.rest && this.#node(node.rest) };
    return { node: translated };
  }

  #node(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map((child) => this.#node(child)) };
      case 'Flatten':
        return { ...node, node: this.#node(node.node) };
      case 'Condition':
        return {
          ...node,
          ifClause: node.ifClause && this.#node(node.ifClause),
          elseClause: node.elseClause && this.#node(node.elseClause),
        };
      case 'Defer':
        return {
          ...node,
          primary: { ...node.primary, node: node.primary.node && this.#node(node.primary.node) },
          deferred: node.deferred.map((each) => ({ ...each, node: each.node && this.#node(each.node) })),
        };
      case 'Fetch':
        return this.#fetch(node);
    }
  }

  #fetch(node: FetchNode): FetchNode {
    const { service } = this.subgraphs.get(node.serviceName) ?? { service: node.serviceName };
    const renamed = this.#renamings(node.requires ?? [], []);
    return {
      ...node,
      serviceName: service,
      operation: this.#operation(node.operation),
      inputRewrites: renamed.length > 0 ? [...(node.inputRewrites ?? []), ...renamed] : node.inputRewrites,
    };
  }

  /** The subgraph is asked for the field that the name stands for, and answers under the name. */
  #operation(operation: string): string {
    if (![...this.names.keys()].some((name) => operation.includes(name))) return operation;
    const document: DocumentNode = visit(parse(operation, { noLocation: true }), {
      Field: (node) => {
        const named = this.names.get(node.name.value);
        if (!named) return undefined;
        return { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value: named.field }, arguments: named.arguments };
      },
    });
    return stripIgnoredCharacters(print(document));
  }

  /** A subgraph knows an input by its field's name, whatever it is collected under. */
  #renamings(selections: readonly RequiredSelection[], path: readonly string[]): Rewrite[] {
    return selections.flatMap((selection): Rewrite[] => {
      if (selection.kind === 'InlineFragment') {
        const { typeCondition } = selection;
        return this.#renamings(selection.selections, typeCondition === undefined ? path : [...path, `... on ${typeCondition}`]);
      }
      const inner = this.#renamings(selection.selections ?? [], [...path, selection.name]);
      const named = this.names.get(selection.name);
      return named ? [...inner, { kind: 'KeyRenamer', path: [...path, selection.name], renameKeyTo: named.field }] : inner;
    });
  }
}
