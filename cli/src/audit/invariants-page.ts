import { ACTS_TOLD, actsToldSql } from './acts-told.ts';
import { BUYERS_TOLD, buyersToldSql } from './buyers-told.ts';
import { DELIVERY, IN_ORDER } from './delivery-invariants.ts';
import type { When } from './domain-invariant.ts';
import { domainInvariants } from './domain-invariants.ts';
import { PARTNERS_TOLD, partnersToldSql } from './partners-told.ts';
import { purchaseFactsSql } from './purchase-facts.ts';
import { purchaseInvariants } from './purchase-invariants.ts';
import { SALES_AGREE, salesFactsSql } from './sales-agree.ts';
import { TRANSITIONS } from './transition-invariants.ts';

const HOLDS: Record<When, string> = { always: 'at every moment', settled: 'once nothing is under way any more' };

const code = (sql: string): string => `\`\`\`sql\n${sql}\n\`\`\``;

/** `docs/invariants.md`, made from what is checked. */
export function invariantsPage(): string {
  const domains = [...new Set(domainInvariants.map(({ domain }) => domain))];
  return [
    '# What is always true',
    'Made from `cli/src/audit/`, which checks it: after each row of the crash table, in and after each storm of\n`npm run torture`, and after each few stories of `npm run simulate`. Each statement finds what breaks its invariant, so an empty answer is the right one.',
    ...domains.flatMap((domain) => [
      domain === 'each' ? '## Every domain' : `## ${domain}`,
      ...domainInvariants
        .filter((invariant) => invariant.domain === domain)
        .map(({ name, when, says, sql }) => `**${capital(name)}**, ${HOLDS[when]}. ${says}\n\n${code(sql)}`),
    ]),
    '## Across domains',
    'Domains read no tables but their own, so the checker reads each side from its owner and compares them. All of this holds once\nnothing is under way any more; the provider’s side is its own journal.',
    [...purchaseInvariants, SALES_AGREE, BUYERS_TOLD, PARTNERS_TOLD, ACTS_TOLD, TRANSITIONS, DELIVERY, IN_ORDER]
      .map(({ name, says }) => `- **${capital(name)}.** ${says}`)
      .join('\n'),
    'For that it reads, from each side:',
    ...Object.entries({ ...purchaseFactsSql, ...salesFactsSql, ...buyersToldSql, ...partnersToldSql, ...actsToldSql }).map(
      ([name, { domain, sql }]) => `${capital(name)}, in ${domain}:\n\n${code(sql)}`,
    ),
    '## What a client was told',
    'An order whose id a client has got from `checkout` is there for good, in the state that its client was told: whoever loads the shop keeps a\nlist of those, and compares it with what `order(id:)` answers. What is on the shelf of a variant is, with what was sold of it, what its seller ever\nput there. Nobody is charged but what they agreed to, and each line costs what its seller asked for at some moment between the client’s question\nand its answer. One key is one order, one refund, one payout. What a student was told to have learnt is never less. No forged\nwebhook changes anything. `tests/torture` looks at all that.',
    '## What gateways keep',
    'No answer is older than what its gateway had heard of when it was asked, nor than what the same session had been told that it wrote, through\nwhichever gateway. `gateway/src/cache/stale-answers.test.ts` looks for one that is.',
  ]
    .join('\n\n')
    .concat('\n');
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
