import type { Route } from '@stoa/kit/subgraph';

/** What providers call: bounces, complaints, and messages to the bot. */
export const channelRoutes: readonly Route[] = [];
