import type { GraphQLError } from 'graphql';
import { gatewayError } from '../gateway-error.ts';

/** The client has to subscribe again, after the last version that it saw. */
export const tooSlow = (): GraphQLError =>
  gatewayError('SUBSCRIBER_TOO_SLOW', 'Events came faster than they were taken; subscribe again after the last one seen');

/** This gateway stops, or serves another schema from now on. */
export const reconnect = (): GraphQLError => gatewayError('RECONNECT', 'The subscription ends here; subscribe again to go on with it');

export const tooManyConnections = (limit: number): GraphQLError =>
  gatewayError('TOO_MANY_CONNECTIONS', `At most ${limit} connections for live results are open at once`, { limit });

export const tooManySubscriptions = (limit: number): GraphQLError =>
  gatewayError('TOO_MANY_SUBSCRIPTIONS', `At most ${limit} subscriptions are open at once`, { limit });
