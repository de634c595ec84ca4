export { ForbiddenAddress, GuardedClient, type GuardedClientOptions } from './guarded-client.ts';
export { assertOutboundUrl } from './outbound-url.ts';
export { isPublicAddress, type Reach } from './public-address.ts';
