import { isSignedIn, type Viewer } from '@stoa/kit/auth';
import type { Partner } from '../clients/partner.ts';

/** One thing that a viewer must fulfil to see a type or field. Equal ones are the same object. */
export type Requirement = { readonly kind: 'authenticated' } | ScopesRequirement | PoliciesRequirement;

/** All scopes of at least one of the lists. */
export interface ScopesRequirement {
  readonly kind: 'scopes';
  readonly anyOf: readonly (readonly string[])[];
}

/** All policies of at least one of the lists. */
export interface PoliciesRequirement {
  readonly kind: 'policies';
  readonly anyOf: readonly (readonly string[])[];
}

/** Who asks, as far as access rules want to know. */
export interface Caller {
  readonly viewer: Viewer;
  /** What the access token grants. */
  readonly scopes: readonly string[];
  /** Set where a key proves which client this is; it grants nothing of what a token does. */
  readonly partner?: Partner;
}

/**
 * Decides which of the named policies the caller fulfils; those that are not in the answer are not fulfilled.
 * Called once for each operation that touches a `@policy`. Whatever it throws counts as no to all.
 */
export type DecidePolicies = (policies: readonly string[], caller: Caller) => Iterable<string> | Promise<Iterable<string>>;

export function isMet(requirement: Requirement, { viewer, scopes }: Caller, policies: ReadonlySet<string>): boolean {
  switch (requirement.kind) {
    case 'authenticated':
      return isSignedIn(viewer);
    case 'scopes':
      return requirement.anyOf.some((all) => all.every((scope) => scopes.includes(scope)));
    case 'policies':
      return requirement.anyOf.some((all) => all.every((policy) => policies.has(policy)));
  }
}
