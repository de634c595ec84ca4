import type { GatewayOptions } from '@stoa/gateway/index';
import type { Configuration } from './configuration.ts';

/** Without a rate nothing is counted. */
function ratesOf(settings: Configuration['settings']): GatewayOptions['rates'] {
  const {
    STOA_VIEWER_RATE: viewer,
    STOA_ADDRESS_RATE: address,
    STOA_PARTNER_RATE: partner,
    STOA_TRUSTED_PROXIES: trustedProxies,
  } = settings;
  return { viewer, address, partner, trustedProxies };
}

/** What the settings say of clients: what they may send, how much of it, and where it is counted. */
export const clientOptions = ({
  settings,
}: Configuration): Pick<GatewayOptions, 'documents' | 'keyMode' | 'limits' | 'live' | 'metricsPort' | 'rates'> => ({
  metricsPort: settings.STOA_METRICS_PORT,
  documents: { defaultMode: settings.STOA_CLIENT_MODE, modes: settings.STOA_CLIENT_MODES },
  keyMode: settings.STOA_MODE,
  limits: { maxCost: settings.STOA_MAX_COST },
  rates: ratesOf(settings),
  live: {
    maxConnectionsPerViewer: settings.STOA_MAX_LIVE_CONNECTIONS,
    maxSubscriptionsPerViewer: settings.STOA_MAX_SUBSCRIPTIONS,
  },
});
