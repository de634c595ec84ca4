import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { Caller } from '../call.ts';
import type { FormFields } from '../form.ts';

/** The two keys of the one account that the sandbox knows. */
export interface AccountKeys {
  secretKey: string;
  publishableKey: string;
}

/** Finds out whose request this is: by Bearer or Basic authorization, or by `key` as Stripe.js sends it. */
export function authenticate(request: FastifyRequest, form: FormFields, keys: AccountKeys): Caller {
  const key = keyInHeader(request.headers.authorization) ?? (typeof form['key'] === 'string' ? form['key'] : undefined);
  if (!key) {
    throw unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
        "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (isSame(key, keys.secretKey)) return 'secret';
  if (isSame(key, keys.publishableKey)) return 'publishable';
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

/** 403: a browser's key was used for what only the server may do. */
export function requireSecretKey(): ApiError {
  const message =
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your ' +
    'API keys at https://dashboard.stripe.com/account/apikeys.';
  return new ApiError(403, { type: 'invalid_request_error', code: 'secret_key_required', message });
}

function keyInHeader(header: string | undefined): string | undefined {
  const [scheme = '', value = ''] = header?.split(' ') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  // Basic authorization carries the key as the user's name, with no password.
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
  return undefined;
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message });
}

function isSame(given: string, known: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(known);
  return a.length === b.length && timingSafeEqual(a, b);
}

function masked(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}
