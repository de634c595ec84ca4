import { enumOf } from '@stoa/kit/graphql';

/** What becomes of anything that waits in a queue here: it waits for its next try, it has arrived, or somebody has to look. */
export const DELIVERY_STATES = ['QUEUED', 'DELIVERED', 'FAILED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export const DeliveryStateEnum = enumOf('DeliveryState', DELIVERY_STATES);
