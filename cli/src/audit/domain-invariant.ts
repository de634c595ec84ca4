/** Whether it holds at every moment, or once nothing is under way any more. */
export type When = 'always' | 'settled';

/** What one domain's database must never say. The statement finds what breaks it, one row for each, in a column `what`. */
export interface DomainInvariant {
  /** `each` is every domain, since all have an outbox and an inbox. */
  readonly domain: string;
  readonly name: string;
  readonly when: When;
  readonly says: string;
  readonly sql: string;
}

export const invariant = (domain: string, when: When, name: string, says: string, sql: string): DomainInvariant => ({
  domain,
  when,
  name,
  says,
  sql,
});
