import { type EventHandler, on, onMany } from '@stoa/kit/handlers';
import { toldEvents } from '../kind/told-events.ts';
import { keepWebhooks } from '../webhook/delivery/keep-webhooks.ts';
import { partnerEvents } from '../webhook/event/partner-events.ts';
import { keepNotices } from './keep-notices.ts';

const partnersTold = new Map(
  partnerEvents.map((source) => [source.contract.name, source.events as (payload: unknown) => ReturnType<typeof source.events>]),
);
const peopleTold = new Set(toldEvents.map(({ contract }) => contract.name));

/** For each event that people are told of, what notes whom, and which partners. Who people are and how they are reached is asked later, by a job. */
const notePeople = toldEvents.map(({ contract, notices }) =>
  on(contract, async (tx, payload, { id: eventId, occurredAt }) => {
    await keepNotices(tx, eventId, occurredAt, await notices(tx, payload as never));
    const events = partnersTold.get(contract.name)?.(payload);
    if (events) await keepWebhooks(tx, [{ eventId, occurredAt, events }]);
  }),
);

/** What partners alone are told of: products come by the thousand. */
const notePartners = partnerEvents
  .filter(({ contract }) => !peopleTold.has(contract.name))
  .map(({ contract, events }) =>
    onMany(contract, (tx, happened) =>
      keepWebhooks(
        tx,
        happened.map(({ payload, envelope: { id, occurredAt } }) => ({ eventId: id, occurredAt, events: events(payload as never) })),
      ),
    ),
  );

export const noteEvents: readonly EventHandler[] = [...notePeople, ...notePartners];
