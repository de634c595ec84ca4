import type { Mail } from '@stoa/kit/mail';
import type { LinkKind } from './mail-link.entity.ts';

/** How long a link is good, in minutes, and the storefront's page that it leads to. */
export const LINKS: Readonly<Record<LinkKind, { readonly minutes: number; readonly page: string }>> = {
  RESET_PASSWORD: { minutes: 30, page: 'reset-password' },
  VERIFY_EMAIL: { minutes: 24 * 60, page: 'verify-email' },
};

/** The token stands behind a `#`, which browsers keep to themselves: no server on the way, and no page that is linked from there, gets it. */
export const linkTo = (storefront: string, kind: LinkKind, token: string): string => `${storefront}/${LINKS[kind].page}#token=${token}`;

/**
 * What is written to people. Nothing that somebody typed stands in it, not even a name: whoever registers another one's address could
 * have us send them anything.
 */
export function linkMail(kind: LinkKind, to: string, link: string): Mail {
  if (kind === 'RESET_PASSWORD')
    return {
      to,
      subject: 'Set a new password',
      text: `Somebody, you we hope, wants to set a new password for your account at Stoa.\n\nWithin half an hour you can do that here, once:\n${link}\n\nIf it was not you, do nothing: your password stays as it is, and nobody else can use this link.\n`,
    };
  return {
    to,
    subject: 'Confirm your e-mail address',
    text: `An account at Stoa was opened with this e-mail address.\n\nIf it is yours, say so here within a day:\n${link}\n\nIf you know nothing of it, do nothing: the account proves no address without you. Setting a new password takes it over.\n`,
  };
}

export const passwordChangedMail = (to: string): Mail => ({
  to,
  subject: 'Your password was changed',
  text: 'The password of your account at Stoa was changed just now, and whoever was logged in with it has been logged out.\n\nIf it was not you, set a new one at once, and look after your mailbox: the change was made by a link that was sent there.\n',
});

export const signInChangedMail = (to: string): Mail => ({
  to,
  subject: 'How you log in was changed',
  text: 'A way to log in to your account at Stoa was added or taken away just now. The page of your account lists those that there are.\n\nIf it was not you, set a new password at once, which logs everybody out, and take away what you do not know.\n',
});

export const factorsResetMail = (to: string): Mail => ({
  to,
  subject: 'Your second factors were taken away',
  text: 'Our staff have taken all second factors from your account at Stoa just now, since somebody, you we hope, told them that they are lost. Whoever was logged in has been logged out.\n\nAdd new ones on the page of your account. If it was not you, set a new password at once, and answer this message.\n',
});

export const recoveryCodeUsedMail = (to: string): Mail => ({
  to,
  subject: 'A recovery code was used',
  text: 'Somebody, you we hope, has logged in to your account at Stoa with one of its recovery codes.\n\nIf it was not you, set a new password at once, which logs everybody out, and make new codes on the page of your account.\n',
});
