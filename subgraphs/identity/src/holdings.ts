import { holding } from '@stoa/kit/personal-data';
import { AddressEntry } from './address/address.entity.ts';
import { DataExport } from './data-export/data-export.entity.ts';
import { DataErasure } from './erasure/data-erasure.entity.ts';
import { Follow } from './follow/follow.entity.ts';
import { MailLink } from './mail/mail-link.entity.ts';
import { MailRequest } from './mail/mail-request.entity.ts';
import { LogInChallenge } from './second-factor/log-in-challenge.entity.ts';
import { Passkey } from './second-factor/passkey.entity.ts';
import { RecoveryCode } from './second-factor/recovery-code.entity.ts';
import { TotpFactor } from './second-factor/totp-factor.entity.ts';
import { Seller } from './seller/seller.entity.ts';
import { Session } from './session/session.entity.ts';
import { ProviderAccount } from './sign-in/provider-account.entity.ts';
import { User } from './user/user.entity.ts';

/** What this domain itself holds of people, in the order in which it is forgotten. A shop's followers, and what it sold, are others'. */
export const holdings = [
  holding(MailRequest, 'email = (select email from users where id = $1)', 'delete'),
  holding(MailLink, 'user_id = $1', 'delete', ['tokenHash']),
  holding(ProviderAccount, 'user_id = $1', 'delete'),
  holding(TotpFactor, 'user_id = $1', 'delete', ['secret', 'lastStep']),
  holding(RecoveryCode, 'user_id = $1', 'delete', ['codeHash']),
  holding(Passkey, 'user_id = $1', 'delete'),
  holding(LogInChallenge, 'user_id = $1', 'delete', ['tokenHash', 'toSign']),
  holding(AddressEntry, 'user_id = $1', 'delete'),
  holding(Session, 'user_id = $1', { user_agent: 'null', place_hash: 'null' }, ['placeHash', 'openedFromId']),
  holding(Follow, 'user_id = $1', 'delete'),
  holding(DataExport, 'user_id = $1', 'delete'),
  holding(DataErasure, 'user_id = $1', 'keep'),
  holding(Seller, 'user_id = $1', { display_name: `'Deleted seller'` }),
  holding(User, 'id = $1', {
    email: `'deleted-' || id || '@deleted.invalid'`,
    first_name: `'Deleted'`,
    last_name: `'user'`,
    password_hash: 'null',
    email_verified_at: 'null',
  }),
];
