import { defineSubgraph } from '@stoa/kit/subgraph';
import { migrations } from '../migrations/index.ts';
import { channelRoutes } from './channel/channel-routes.ts';
import { channels } from './channel/channels.ts';

/** What people are told of what happens, by the ways that they want, each thing once. */
export default defineSubgraph({
  name: 'notifications',
  entities: [],
  migrations,
  resolvers: [],
  policies: [],
  routes: channelRoutes,
  resources: [channels],
});
