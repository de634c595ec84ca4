import { createHmac } from 'node:crypto';

/** Signs a raw body as Stripe does: `t=<unix seconds>,v1=<hex of HMAC-SHA-256 over "t.body">`. */
export function signatureHeader(rawBody: string, secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  const digest = createHmac('sha256', secret).update(`${timestamp}.${rawBody}`).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}
