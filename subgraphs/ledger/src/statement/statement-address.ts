import { indexBy, loader } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';
import { isSigned, signAddress } from '@stoa/kit/signed-address';
import type { DomainContext } from '@stoa/kit/use-case';
import { ledgerSettings } from '../settings.ts';
import type { Statement } from './statement.payload.ts';

/** What signs the addresses of statements, for all replicas. Another secret in its row ends those that were given. */
@Entity({ tableName: 'address_key' })
export class AddressKey {
  @PrimaryKey({ type: 'string', length: 20 })
  readonly purpose!: string;

  @Property({ type: 'string', length: 100 })
  readonly secret!: string;
}

const addressKey = loader<string, AddressKey>(async ({ rows }, purposes) =>
  indexBy(await rows.by(AddressKey, 'purpose', purposes), (key) => key.purpose),
);

const secretOf = async (context: DomainContext): Promise<string> => (await context.load(addressKey, 'statements'))!.secret;

export type StatementFormat = 'csv' | 'pdf';

const pathOf = (name: string): string => `/statements/${name}`;

/** An address under which whoever has it reads a statement, for some minutes; null where there is nothing to read. */
export async function statementAddress(
  context: DomainContext,
  { accountId, from, to }: Statement,
  format: StatementFormat,
): Promise<string | null> {
  if (!accountId) return null;
  const period = { from: from.toISOString(), to: to.toISOString() };
  return signAddress(context.use(ledgerSettings).STOA_PUBLIC_URL, pathOf(`${accountId}.${format}`), await secretOf(context), period);
}

/** Whether somebody was given this address, and not too long ago. */
export const isGiven = async (context: DomainContext, name: string, query: URLSearchParams): Promise<boolean> =>
  isSigned(pathOf(name), query, await secretOf(context));
