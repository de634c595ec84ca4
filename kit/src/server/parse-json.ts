import { BadRequest } from './refusals.ts';

/** The value in a body that is JSON; anything else is a fault of the caller. */
export function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw new BadRequest('the body is not valid JSON');
  }
}
