import type { GatewayOptions } from '@stoa/gateway/index';
import type { Configuration } from './configuration.ts';

/** Without a rate nothing is counted. */
function ratesOf({ STOA_VIEWER_RATE, STOA_ADDRESS_RATE, STOA_TRUSTED_PROXIES }: Configuration['settings']): GatewayOptions['rates'] {
  if (!STOA_VIEWER_RATE && !STOA_ADDRESS_RATE) return undefined;
  return { viewer: STOA_VIEWER_RATE, address: STOA_ADDRESS_RATE, trustedProxies: STOA_TRUSTED_PROXIES };
}

/** What the settings say of clients: what they may send, and how much of it. */
export const clientOptions = ({ settings }: Configuration): Pick<GatewayOptions, 'documents' | 'limits' | 'live' | 'rates'> => ({
  documents: { defaultMode: settings.STOA_CLIENT_MODE, modes: settings.STOA_CLIENT_MODES },
  limits: { maxCost: settings.STOA_MAX_COST },
  rates: ratesOf(settings),
  live: {
    maxConnectionsPerViewer: settings.STOA_MAX_LIVE_CONNECTIONS,
    maxSubscriptionsPerViewer: settings.STOA_MAX_SUBSCRIPTIONS,
  },
});
