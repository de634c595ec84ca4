import { createHmac, timingSafeEqual } from 'node:crypto';
import { indexBy, loader } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { isKind, type Kind } from '../kind/kinds.ts';
import { UnsubscribeKey } from './unsubscribe-key.entity.ts';

export const UNSUBSCRIBE_PATH = '/notifications/unsubscribe';

const key = loader<string, UnsubscribeKey>(async ({ rows }, purposes) =>
  indexBy(await rows.by(UnsubscribeKey, 'purpose', purposes), ({ purpose }) => purpose),
);

export const readUnsubscribeSecret = async (context: DomainContext): Promise<string> => (await context.load(key, 'links'))!.secret;

const sign = (secret: string, user: string, kind: string): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify([user, kind]))
    .digest('base64url');

/** Whoever has it may switch off mails of this kind to this user, and do nothing else. It is good as long as the mail is kept. */
export function unsubscribeLink(origin: string, secret: string, userId: string, kind: Kind): string {
  const query = new URLSearchParams({ user: userId, kind, signature: sign(secret, userId, kind) });
  return `${new URL(UNSUBSCRIBE_PATH, origin).href}?${query}`;
}

/** Whose mails of which kind a link is about; null for one that we have not made. */
export function readUnsubscribeLink(secret: string, query: URLSearchParams): { readonly userId: string; readonly kind: Kind } | null {
  const [userId, kind, signature] = ['user', 'kind', 'signature'].map((name) => query.get(name) ?? '') as [string, string, string];
  const right = Buffer.from(sign(secret, userId, kind));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right) && isKind(kind) ? { userId, kind } : null;
}
