import { job, minutes } from '@stoa/kit/jobs';
import { type Mail, type Mailer, MailRefused, mailer } from '@stoa/kit/mail';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { PasswordResetRequested } from '@stoa/schema/events/identity';
import { hashOfToken, newRefreshToken } from '../session/refresh-token.ts';
import { identitySettings, storefrontOf } from '../settings.ts';
import { User } from '../user/user.entity.ts';
import type { LinkKind } from './mail-link.entity.ts';
import type { MailKind } from './mail-request.entity.ts';
import { factorsResetMail, LINKS, linkMail, linkTo, passwordChangedMail, recoveryCodeUsedMail, signInChangedMail } from './mail-text.ts';

const AT_ONCE = 10;

/** Whoever asked so long ago has asked again, or does not wait any more. */
const GIVEN_UP_AFTER = '1 hour';

/**
 * A link younger than this makes another mail of its kind needless. It is good for longer, so whoever asks for mails to somebody else's
 * address can neither fill their mailbox nor leave them without a link that works.
 */
const YOUNG_LINK = '10 minutes';

interface Due {
  readonly id: string;
  readonly kind: MailKind;
  readonly email: string;
  readonly is_given_up: boolean;
}

/** A mail that is ready to go, and the link in it. */
interface Prepared {
  readonly mail: Mail;
  readonly link?: { readonly id: string; readonly kind: LinkKind; readonly userId: string };
}

/** Sends the mails that are wanted; those that the server does not take now, later. Without a mail server they wait until they are given up. */
export const sendMails = job('identity.sendMails', minutes(1), async (context) => {
  const carrier = context.use(mailer);
  for (;;) {
    const due = await claim(context);
    await Promise.all(due.map((each) => handle(context, carrier, each)));
    if (due.length < AT_ONCE) return;
  }
});

/** What is due, put off for the next try before this one is made. */
const claim = ({ sql }: DomainContext): Promise<Due[]> =>
  sql.query<Due>(
    `update mail_request set attempts = attempts + 1, next_try_at = now() + make_interval(secs => 20 * power(2, least(attempts, 6)))
     where id in (select id from mail_request where next_try_at <= now() order by next_try_at limit $1 for update skip locked)
     returning id, kind, email, created_at < now() - $2::interval as is_given_up`,
    [AT_ONCE, GIVEN_UP_AFTER],
  );

async function handle(context: DomainContext, carrier: Mailer | null, due: Due): Promise<void> {
  if (due.is_given_up) {
    context.log.error({ mailRequestId: due.id, kind: due.kind }, 'a mail could not be sent for an hour, and is given up');
    return forget(context, due);
  }
  if (!carrier) return;
  const prepared = await context.transact((tx) => prepare(tx, due));
  if (!prepared) return forget(context, due);
  try {
    await carrier.send(prepared.mail);
  } catch (err) {
    context.log.warn({ err, mailRequestId: due.id, kind: due.kind }, 'a mail was not taken');
    return err instanceof MailRefused ? forget(context, due) : undefined;
  }
  await context.transact((tx) => settle(tx, due, prepared));
}

const forget = async ({ sql }: Pick<DomainContext, 'sql'>, { id }: Due): Promise<void> => {
  await sql.query('delete from mail_request where id = $1', [id]);
};

/** Null where there is nothing to send. The token is made here and nowhere kept; a second try makes another one. */
async function prepare(tx: Transaction, { kind, email }: Due): Promise<Prepared | null> {
  const user = await tx.em.findOne(User, { email });
  if (!user) return null;
  if (kind === 'PASSWORD_CHANGED') return { mail: passwordChangedMail(email) };
  if (kind === 'SIGN_IN_CHANGED') return { mail: signInChangedMail(email) };
  if (kind === 'FACTORS_RESET') return { mail: factorsResetMail(email) };
  if (kind === 'RECOVERY_CODE_USED') return { mail: recoveryCodeUsedMail(email) };
  if (kind === 'VERIFY_EMAIL' && user.emailVerifiedAt) return null;
  const young = await tx.sql.query(
    'select 1 from mail_link where user_id = $1 and kind = $2 and email = $3 and used_at is null and sent_at > now() - $4::interval limit 1',
    [user.id, kind, email, YOUNG_LINK],
  );
  if (young.length > 0) return null;
  const [id, token] = [newId(), newRefreshToken()];
  await tx.sql.query(
    `insert into mail_link (id, token_hash, kind, user_id, email, expires_at) values ($1, $2, $3, $4, $5, now() + make_interval(mins => $6))`,
    [id, hashOfToken(token), kind, user.id, email, LINKS[kind].minutes],
  );
  const mail = linkMail(kind, email, linkTo(storefrontOf(tx.use(identitySettings)), kind, token));
  return { mail, link: { id, kind, userId: user.id } };
}

async function settle(tx: Transaction, due: Due, { link }: Prepared): Promise<void> {
  await forget(tx, due);
  if (!link) return;
  await tx.sql.query('update mail_link set sent_at = now() where id = $1', [link.id]);
  if (link.kind === 'RESET_PASSWORD') tx.emit(PasswordResetRequested, { id: link.id, version: 1 }, { userId: link.userId });
}

/** Links that nobody can use any more say nothing that anybody needs. */
export const forgetOldLinks = job('identity.forgetOldLinks', minutes(60), ({ sql }) =>
  sql.query(`delete from mail_link where expires_at < now() - interval '1 day'`),
);
