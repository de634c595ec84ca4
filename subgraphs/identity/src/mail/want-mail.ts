import { newId } from '@stoa/kit/persistence';
import { attemptsIn } from '@stoa/kit/subgraph';
import { countStrictly, type DomainContext, type Transaction } from '@stoa/kit/use-case';
import { identitySettings } from '../settings.ts';
import type { MailKind } from './mail-request.entity.ts';

/** Has a mail sent to an address once this commits. One of a kind waits for each address, however often it is wanted meanwhile. */
export async function wantMail(tx: Pick<Transaction, 'sql' | 'wakeJob'>, kind: MailKind, email: string): Promise<void> {
  await tx.sql.query('insert into mail_request (id, kind, email) values ($1, $2, $3) on conflict (kind, email) do nothing', [
    newId(),
    kind,
    email,
  ]);
  tx.wakeJob('identity.sendMails');
}

const USUAL_IN_PRODUCTION = { max: 20, windowSeconds: 15 * 60 };

/** Counts one more mail that somebody asks for, by where they are: it may go to people who never asked. */
export async function countMailByAddress(context: DomainContext): Promise<void> {
  const { NODE_ENV, STOA_MAIL_RATE } = context.use(identitySettings);
  const limit = attemptsIn(NODE_ENV, STOA_MAIL_RATE, USUAL_IN_PRODUCTION);
  const { address } = context.viewer;
  if (limit && address) await countStrictly(context, { name: 'mail by address', ...limit }, address);
}
