import { type EventHandler, on } from '@stoa/kit/handlers';
import { type ToldEvent, toldEvents } from '../kind/told-events.ts';
import { keepNotices } from './keep-notices.ts';

/** For each event that people are told of, what notes whom. Who that is and how they are reached is asked later, by a job. */
export const noteEvents: readonly EventHandler[] = toldEvents.map(({ contract, notices }: ToldEvent) =>
  on(contract, async (tx, payload, { id: eventId, occurredAt }) => {
    await keepNotices(tx, eventId, occurredAt, await notices(tx, payload as never));
  }),
);
