import { ACTS_TOLD, actsNotTold } from './acts-told.ts';
import type { Books } from './books.ts';
import { BUYERS_TOLD, buyersNotTold } from './buyers-told.ts';
import { DELIVERY, IN_ORDER, lostOrInvented, outOfOrder } from './delivery-invariants.ts';
import type { DomainInvariant } from './domain-invariant.ts';
import { domainInvariants } from './domain-invariants.ts';
import { PARTNERS_TOLD, partnersNotTold } from './partners-told.ts';
import { readPurchases } from './purchase-facts.ts';
import { purchaseInvariants } from './purchase-invariants.ts';
import { SALES_AGREE, salesDiffer } from './sales-agree.ts';
import { illegalTransitions, TRANSITIONS } from './transition-invariants.ts';

export interface Violation {
  readonly invariant: string;
  /** Which row, and what of it. */
  readonly what: string;
}

export interface AuditReport {
  /** The invariants that were looked at, each as often as there are domains for it. */
  readonly checked: readonly string[];
  readonly violations: readonly Violation[];
}

/** Violations of one kind that are told one by one; a disaster need not fill a screen. */
const TOLD_EACH = 5;

/** Looks at what must be true at every moment and, where nothing is under way any more, at what must be true then. */
export async function audit(books: Books, { settled }: { readonly settled: boolean }): Promise<AuditReport> {
  const checked: string[] = [];
  const violations: Violation[] = [];
  const note = (invariant: string, found: readonly string[]): void => {
    checked.push(invariant);
    violations.push(...found.slice(0, TOLD_EACH).map((what) => ({ invariant, what })));
    if (found.length > TOLD_EACH) violations.push({ invariant, what: `and ${found.length - TOLD_EACH} more` });
  };
  for (const invariant of domainInvariants) {
    if (invariant.when === 'settled' && !settled) continue;
    for (const domain of domainsOf(invariant, books)) {
      const rows = await books.rows<{ what: string }>(domain, invariant.sql);
      note(
        `${domain}: ${invariant.name}`,
        rows.map(({ what }) => what),
      );
    }
  }
  note(TRANSITIONS.name, await illegalTransitions(books));
  if (!settled) return { checked, violations };
  const purchases = await readPurchases(books);
  for (const { name, check } of purchaseInvariants) note(name, check(purchases, books.provider));
  note(SALES_AGREE.name, await salesDiffer(books));
  note(BUYERS_TOLD.name, await buyersNotTold(books));
  note(PARTNERS_TOLD.name, await partnersNotTold(books));
  note(ACTS_TOLD.name, await actsNotTold(books));
  note(DELIVERY.name, await lostOrInvented(books));
  note(IN_ORDER.name, await outOfOrder(books));
  return { checked, violations };
}

const domainsOf = ({ domain }: DomainInvariant, { domains }: Books): readonly string[] =>
  domain === 'each' ? domains : domains.filter((name) => name === domain);
