import { mailer } from '@stoa/kit/mail';
import { defineSubgraph } from '@stoa/kit/subgraph';
import {
  ActingStarted,
  ApiKeyIssued,
  ApiKeyRevoked,
  DataExportRequested,
  EmailVerified,
  PasswordChanged,
  PasswordResetRequested,
  SellerFollowed,
  SellerStatusChanged,
  SellerUnfollowed,
  SessionEnded,
  SessionStarted,
  UserErased,
  UserRegistered,
  UserReinstated,
  UserSuspended,
  UserUpdated,
} from '@stoa/schema/events/identity';
import { migrations } from '../migrations/index.ts';
import { actingPolicy } from './acting/acting.policy.ts';
import { ActingResolver, ActingSessionResolver } from './acting/acting.resolver.ts';
import { AddressEntry } from './address/address.entity.ts';
import { addressPolicy } from './address/address.policy.ts';
import { AddressResolver } from './address/address.resolver.ts';
import { answerReadAddress } from './address/read-address.ts';
import { ApiKey } from './api-key/api-key.entity.ts';
import { apiKeyPolicy } from './api-key/api-key.policy.ts';
import { ApiKeyResolver } from './api-key/api-key.resolver.ts';
import { clientKeysRoute } from './api-key/client-keys.route.ts';
import { auditPolicy } from './audit/audit.policy.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { AuditEntry } from './audit/audit-entry.entity.ts';
import { identityActs } from './audit/keep-act.ts';
import { answerRecordStaffActs } from './audit/record-staff-acts.ts';
import { AddressKey, DataExport, DataExportPart } from './data-export/data-export.entity.ts';
import { dataExportPolicy } from './data-export/data-export.policy.ts';
import { DataExportResolver, UserDataExportsResolver } from './data-export/data-export.resolver.ts';
import { dataExportRoute } from './data-export/data-export.route.ts';
import { forgetOldExports } from './data-export/forget-old-exports.job.ts';
import { answerHandOverPersonalData } from './data-export/hand-over-personal-data.ts';
import { DataErasure } from './erasure/data-erasure.entity.ts';
import { dataErasurePolicy } from './erasure/data-erasure.policy.ts';
import { DataErasureResolver } from './erasure/data-erasure.resolver.ts';
import { eraseAccounts } from './erasure/erase-accounts.job.ts';
import { identityFigures } from './figures.ts';
import { Follow } from './follow/follow.entity.ts';
import { guestPolicy } from './guest/guest.policy.ts';
import { GuestResolver } from './guest/guest.resolver.ts';
import { answerReadGuestToken } from './guest/read-guest-token.ts';
import { holdings } from './holdings.ts';
import { MailLink } from './mail/mail-link.entity.ts';
import { MailRequest } from './mail/mail-request.entity.ts';
import { forgetOldLinks, sendMails } from './mail/send-mails.job.ts';
import { LogInChallenge } from './second-factor/log-in-challenge.entity.ts';
import { Passkey } from './second-factor/passkey.entity.ts';
import { RecoveryCode } from './second-factor/recovery-code.entity.ts';
import { secondFactorPolicy } from './second-factor/second-factor.policy.ts';
import { SecondFactorResolver } from './second-factor/second-factor.resolver.ts';
import { TotpFactor } from './second-factor/totp-factor.entity.ts';
import { seedIdentity } from './seed.ts';
import { answerDescribeSellers } from './seller/describe-sellers.ts';
import { Seller } from './seller/seller.entity.ts';
import { sellerMachine } from './seller/seller.machine.ts';
import { sellerPolicy } from './seller/seller.policy.ts';
import { sellerReference } from './seller/seller.reference.ts';
import { SellerResolver } from './seller/seller.resolver.ts';
import { answerNoteSellerAccount, answerReadSellerAccount, checkSellerAccounts } from './seller/seller-account.ts';
import { answerReadSellerStanding } from './seller/seller-standing.ts';
import { endOldSessions } from './session/end-old-sessions.job.ts';
import { endedSessionsRoute } from './session/ended-sessions.route.ts';
import { jwksRoute } from './session/jwks.route.ts';
import { RefreshToken } from './session/refresh-token.entity.ts';
import { renewKeys } from './session/renew-signing-keys.job.ts';
import { Session } from './session/session.entity.ts';
import { sessionPolicy } from './session/session.policy.ts';
import { SessionResolver } from './session/session.resolver.ts';
import { SigningKey } from './session/signing-key.entity.ts';
import { identitySettings } from './settings.ts';
import { finishSignInRoute } from './sign-in/finish-sign-in.route.ts';
import { forgetSignInCodes } from './sign-in/forget-codes.job.ts';
import { outsideAccountsRoute } from './sign-in/outside-accounts.route.ts';
import { ProviderAccount } from './sign-in/provider-account.entity.ts';
import { signInProviders } from './sign-in/providers.ts';
import { signInPolicy } from './sign-in/sign-in.policy.ts';
import { SignInResolver } from './sign-in/sign-in.resolver.ts';
import { SignInCode } from './sign-in/sign-in-code.entity.ts';
import { startSignInRoute } from './sign-in/start-sign-in.route.ts';
import { staffPolicy } from './staff/staff.policy.ts';
import { StaffResolver } from './staff/staff.resolver.ts';
import { answerDescribeUsers } from './user/describe-users.ts';
import { answerReadContacts } from './user/read-contacts.ts';
import { User } from './user/user.entity.ts';
import { userPolicy } from './user/user.policy.ts';
import { userReference } from './user/user.reference.ts';
import { UserResolver } from './user/user.resolver.ts';

/** Who people are: accounts, sellers, sessions and address books; and which partners may call. */
export default defineSubgraph({
  name: 'identity',
  entities: [
    ...[User, Seller, AddressEntry, Session, RefreshToken, SigningKey, ApiKey, MailRequest, MailLink, Follow, AuditEntry],
    ...[
      ProviderAccount,
      SignInCode,
      TotpFactor,
      RecoveryCode,
      Passkey,
      LogInChallenge,
      DataExport,
      DataExportPart,
      AddressKey,
      DataErasure,
    ],
  ],
  migrations,
  resolvers: [
    UserResolver,
    SellerResolver,
    SessionResolver,
    AddressResolver,
    ApiKeyResolver,
    GuestResolver,
    StaffResolver,
    AuditResolver,
    SignInResolver,
    SecondFactorResolver,
    DataExportResolver,
    UserDataExportsResolver,
    DataErasureResolver,
    ActingResolver,
    ActingSessionResolver,
  ],
  references: [userReference, sellerReference],
  policies: [
    userPolicy,
    sellerPolicy,
    sessionPolicy,
    addressPolicy,
    apiKeyPolicy,
    guestPolicy,
    staffPolicy,
    auditPolicy,
    signInPolicy,
    secondFactorPolicy,
    dataExportPolicy,
    dataErasurePolicy,
    actingPolicy,
  ],
  machines: [sellerMachine],
  cacheHints: { 'Query.seller': 300, 'Seller.displayName': 300 },
  publishes: [
    UserRegistered,
    UserUpdated,
    PasswordResetRequested,
    PasswordChanged,
    EmailVerified,
    UserSuspended,
    UserReinstated,
    SellerStatusChanged,
    SellerFollowed,
    SellerUnfollowed,
    SessionStarted,
    ActingStarted,
    SessionEnded,
    ApiKeyIssued,
    ApiKeyRevoked,
    DataExportRequested,
    UserErased,
  ],
  commands: [
    answerDescribeSellers,
    answerDescribeUsers,
    answerReadContacts,
    answerReadAddress,
    answerReadSellerAccount,
    answerReadSellerStanding,
    answerNoteSellerAccount,
    answerReadGuestToken,
    answerHandOverPersonalData,
    answerRecordStaffActs,
  ],
  jobs: [checkSellerAccounts, endOldSessions, renewKeys, sendMails, forgetOldLinks, forgetSignInCodes, forgetOldExports, eraseAccounts],
  routes: [jwksRoute, clientKeysRoute, endedSessionsRoute, startSignInRoute, finishSignInRoute, outsideAccountsRoute, dataExportRoute],
  figures: identityFigures,
  staffActs: identityActs,
  resources: [identitySettings, mailer, signInProviders],
  seed: seedIdentity,
  // It hands over and forgets by its own use cases, in whose transactions the others are told.
  personalData: { holdings, handlers: [], jobs: [] },
});
