import type { Errand } from './scene.ts';

/** Addresses at which others are answered, or nobody: what a stranger says there changes nothing, whenever a process dies over it. */
const DOORS = [
  ['POST', '/webhooks/ses'],
  ['POST', '/webhooks/telegram'],
  ['POST', '/webhooks/twilio/01890a5d-ac96-774b-bcce-b302099a8057'],
  ['GET', '/notifications/unsubscribe?user=somebody&signature=none'],
  ['GET', '/auth/nobody'],
  ['GET', '/auth/nobody/callback?code=stolen&state=guessed'],
] as const;

/** Strangers try doors that are not theirs. None of them opens. */
export const knocking: Errand = {
  name: 'strangers were sent away',
  async do({ market, tally }) {
    for (const [method, path] of DOORS) {
      const body = method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {};
      const asked = { method, redirect: 'manual', signal: AbortSignal.timeout(10_000), ...body } as const;
      const answer = await fetch(new URL(path, market.gatewayUrl), asked).catch(() => null);
      if (answer && answer.status < 300 && path.startsWith('/webhooks'))
        throw new Error(`a stranger was heard at ${path}: ${answer.status}`);
    }
    tally.did(knocking.name);
  },
};
