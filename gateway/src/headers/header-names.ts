/** A rule that cannot be followed, said to whoever wrote it. */
export class HeaderRefused extends Error {}

const NAME = /^[!#$%&'+.^_`|~0-9a-z-]+$/;
const NAME_OR_BEGINNING = /^[!#$%&'+.^_`|~0-9a-z-]+\*?$/;

/** These speak of one connection or of one body, or carry authority between services. */
const OURS =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|host|content-.*|accept|accept-encoding|traceparent|tracestate|x-service-.*|x-viewer.*|x-nonce|x-timestamp|x-signature|x-deadline)$/;

/** These are decided where the client's connection ends. */
const OF_THE_ANSWER = /^(date|etag|vary|ratelimit.*|retry-after|access-control-.*|strict-transport-security|x-content-type-options)$/;

export const isOurs = (name: string): boolean => OURS.test(name);

/** Throws unless a header of this name may be sent to a subgraph. */
export function mayTravel(name: unknown, orBeginning: boolean): void {
  check(name, orBeginning ? NAME_OR_BEGINNING : NAME);
}

/** Throws unless a header of this name may be sent to a client. */
export function mayComeBack(name: unknown): void {
  check(name, NAME);
  if (OF_THE_ANSWER.test(String(name).toLowerCase())) throw new Error(`${name} is the gateway's own`);
}

function check(name: unknown, form: RegExp): void {
  if (typeof name !== 'string' || !form.test(name.toLowerCase())) throw new Error(`${String(name)} is no name of a header`);
  if (isOurs(name.toLowerCase())) throw new Error(`${name} is the gateway's own`);
}
