import { type DirectiveNode, type DocumentNode, Kind, type OperationDefinitionNode, type ValueNode, visit } from 'graphql';
import type { Variables } from '../execute/conditions.ts';

/** One `@defer` that holds: what the client calls it, and its number among those of the operation. */
export interface Deferral {
  readonly number: number;
  readonly label: string | undefined;
}

const argument = ({ arguments: given }: DirectiveNode, name: string): ValueNode | undefined =>
  given?.find((each) => each.name.value === name)?.value;

/** The `@defer` of an operation. Each is known by its directive's node, which stays the same when something around it is taken out. */
export class Deferrals {
  readonly #byNode = new Map<DirectiveNode, Deferral>();

  private constructor(nodes: ReadonlySet<DirectiveNode>) {
    for (const node of nodes) {
      const label = argument(node, 'label');
      this.#byNode.set(node, { number: this.#byNode.size, label: label?.kind === Kind.STRING ? label.value : undefined });
    }
  }

  /** Undefined where nothing is deferred: a mutation's answer and events of subscriptions are whole. */
  static of(document: DocumentNode, operation: OperationDefinitionNode): Deferrals | undefined {
    if (operation.operation !== 'query') return undefined;
    const nodes = new Set<DirectiveNode>();
    visit(document, { Directive: (node) => void (node.name.value === 'defer' && nodes.add(node)) });
    return nodes.size > 0 ? new Deferrals(nodes) : undefined;
  }

  /** The variables that decide which of them hold. */
  get variables(): readonly string[] {
    return [...this.#byNode.keys()].flatMap((node) => {
      const condition = argument(node, 'if');
      return condition?.kind === Kind.VARIABLE ? [condition.name.value] : [];
    });
  }

  /** Those that hold; undefined when none does. */
  among(variables: Variables): ActiveDeferrals | undefined {
    const active = new Map([...this.#byNode].filter(([node]) => holds(argument(node, 'if'), variables)));
    return active.size > 0 ? new ActiveDeferrals(active) : undefined;
  }
}

/** The `@defer` of an operation that hold for some variables. */
export class ActiveDeferrals {
  /** Two of one operation with the same text are the same. */
  readonly key: string;

  constructor(readonly byNode: ReadonlyMap<DirectiveNode, Deferral>) {
    this.key = `defers ${[...byNode.values()].map(({ number }) => number).join()}`;
  }

  /** The deferral of a fragment with these directives. */
  of(directives: readonly DirectiveNode[] | undefined): Deferral | undefined {
    for (const directive of directives ?? []) {
      const deferral = this.byNode.get(directive);
      if (deferral) return deferral;
    }
    return undefined;
  }
}

function holds(condition: ValueNode | undefined, variables: Variables): boolean {
  if (condition?.kind === Kind.VARIABLE) return variables[condition.name.value] !== false;
  return condition?.kind !== Kind.BOOLEAN || condition.value;
}
