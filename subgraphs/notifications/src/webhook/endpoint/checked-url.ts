import { badInput } from '@stoa/kit/errors';
import { assertOutboundUrl, type Reach } from '@stoa/kit/outbound';
import { type EventType, typesFor } from '../event/event-types.ts';

/** The address in its one spelling, where webhooks may be sent to it. */
export function checkedUrl(url: string, reach: Reach): string {
  try {
    return assertOutboundUrl(url, reach).href;
  } catch (error) {
    throw badInput(`url: ${(error as Error).message}`, 'input.url');
  }
}

/** Refuses types of which this owner is never told. */
export function assertTypesFor(owner: { readonly sellerId: string | null }, types: readonly EventType[]): void {
  const foreign = types.find((type) => !typesFor(owner).includes(type));
  if (foreign) throw badInput(`eventTypes: ${foreign} is for the platform's endpoints alone`, 'input.eventTypes');
}
