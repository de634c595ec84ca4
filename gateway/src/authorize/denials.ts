import { type FieldNode, GraphQLError } from 'graphql';
import { Failure } from '../execute/failure.ts';
import { gatewayError } from '../gateway-error.ts';
import type { AccessRules } from './access-rules.ts';
import type { Requirement } from './requirement.ts';

/** What of one operation one kind of caller may not see. */
export class Denials {
  /** Selected where the caller may not see them, whatever object stands there. */
  readonly nodes = new Set<FieldNode>();
  /** Selected where the caller may not see them for some object. */
  readonly #all = new Set<FieldNode>();
  /** What stands in the place of each. */
  readonly failure: Failure;

  constructor(
    readonly rules: AccessRules,
    readonly unmet: ReadonlySet<Requirement>,
    isSignedIn: boolean,
  ) {
    const { message, extensions } = isSignedIn
      ? gatewayError('FORBIDDEN', 'Your account may not do that')
      : gatewayError('UNAUTHENTICATED', 'Log in first');
    this.failure = new Failure(message, extensions);
  }

  add(node: FieldNode, isForAllObjects: boolean): void {
    this.#all.add(node);
    if (isForAllObjects) this.nodes.add(node);
  }

  /** Whether a field may be seen of some objects that may stand where it is selected, and of others not. */
  isForSomeObjects(node: FieldNode): boolean {
    return this.#all.has(node) && !this.nodes.has(node);
  }

  deniesField(type: string, field: string): boolean {
    for (const requirement of this.rules.ofField(type, field)) if (this.unmet.has(requirement)) return true;
    return false;
  }

  deniesType(type: string): boolean {
    return this.rules.ofType(type).some((requirement) => this.unmet.has(requirement));
  }

  /** Why the operation as a whole does not run, where nothing of it runs unless everything may; empty when all fields may be seen. */
  get errors(): readonly GraphQLError[] {
    const { message, extensions } = this.failure;
    return [...this.#all].map((node) => new GraphQLError(message, { nodes: node, extensions }));
  }
}
