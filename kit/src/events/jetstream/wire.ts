import type { StoredMsg } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { EventEnvelope } from '../contract.ts';

export const MESSAGE_ID = 'Nats-Msg-Id';
/** Each event says after which place in its stream it was published. */
const FOLLOWS = 'Nats-Expected-Last-Sequence';
/** Set on an event that the stream had before and lost. Those who watch have seen it. */
const AGAIN = 'Stoa-Again';

/**
 * A domain's stream takes its three-part names only. Subjects of its own with another number of parts are for what is no event:
 * a domain may publish nothing but what begins with its name, and these stay out of the stream.
 */
export const streamSubject = (domain: string): string => `${domain}.*.*`;
export const wakeSubject = (domain: string): string => `${domain}.wake`;
export const historyQuestion = (asker: string, domain: string): string => `${asker}.ask.${domain}.history`;
export const historyAnswer = (asker: string, domain: string, nonce: string): string => `${domain}.answer.${asker}.${nonce}`;

export function messageHeaders(again: boolean): MsgHdrs | undefined {
  if (!again) return undefined;
  const set = headers();
  set.set(AGAIN, '1');
  return set;
}

export const isAgain = (set: MsgHdrs | undefined): boolean => set?.has(AGAIN) ?? false;

/** The place that an event follows; undefined where it does not say. */
export function followedPlace(set: MsgHdrs | undefined): number | undefined {
  const text = set?.get(FOLLOWS);
  return text ? Number(text) : undefined;
}

export const encode = (envelope: EventEnvelope): string => JSON.stringify(envelope);

export const idOf = (message: StoredMsg): string => message.header.get(MESSAGE_ID);

const BASE = /numbers start after (\d+)/;

/**
 * A stream that was lost and made anew goes on with the old numbers, so that marks and positions stay what they are. The server
 * (2.9) counts from one all the same, so the difference stands in the stream's description.
 */
export const describeBase = (base: number): string => `Events of one domain; numbers start after ${base}.`;
export const baseIn = (description: string | undefined): number => Number(BASE.exec(description ?? '')?.[1] ?? 0);
