import type { Random } from './random.ts';
import type { SubgraphDraft } from './subgraph-draft.ts';

/** What a caller may have: an account, scopes, policies. */
const GRANTS = ['account', 'read', 'write', 'insider'];

const RULES = ['@authenticated', '@requiresScopes(scopes: [["read", "write"], ["insider"]])', '@policy(policies: [["insider"]])'];

/** Makes some fields and types of a graph visible to some callers only. */
export function protect(drafts: readonly SubgraphDraft[], random: Random): void {
  const rules = RULES.filter(() => random.chance(0.6));
  const own = random.chance(0.5) ? 0.08 : 0.2;
  // What is computed must ask for at least what its inputs ask for.
  const computed = random.chance(0.7) ? 1 : 0;
  for (const draft of drafts) {
    draft.annotate((node) => {
      if (node.isComputed) return random.chance(computed) ? rules.join(' ') : '';
      return random.chance(node.isType ? own / 3 : own) && rules.length > 0 ? random.pick(rules) : '';
    });
  }
}

export function someGrants(random: Random): readonly string[] {
  return GRANTS.filter(() => random.chance(0.5));
}
