import { readFileSync } from 'node:fs';
import type { GatewayOptions } from '@stoa/gateway/index';
import { ConfigurationError } from '@stoa/kit/subgraph';
import { SCOPES } from '@stoa/schema/scopes';
import type { Configuration } from './configuration.ts';

type Rate = NonNullable<NonNullable<GatewayOptions['rates']>['viewer']>;

/** What holds in production where nothing else is set: pages of a busy person many times over, and far less than a machine can ask. */
const USUAL = {
  viewerRate: { cost: 60_000, seconds: 60 },
  addressRate: { cost: 60_000, seconds: 60 },
  partnerRate: { cost: 120_000, seconds: 60 },
  connectionsPerAddress: 500,
  subscriptionsPerAddress: 2_000,
} as const;

/** Elsewhere than in production nothing is counted unless it is asked for. */
function ratesOf({ settings, production }: Configuration): GatewayOptions['rates'] {
  const rateOf = (given: Rate | 'off' | undefined, usual: Rate): Rate | undefined =>
    given === 'off' ? undefined : (given ?? (production ? usual : undefined));
  return {
    viewer: rateOf(settings.STOA_VIEWER_RATE, USUAL.viewerRate),
    address: rateOf(settings.STOA_ADDRESS_RATE, USUAL.addressRate),
    partner: rateOf(settings.STOA_PARTNER_RATE, USUAL.partnerRate),
  };
}

function liveOf({ settings, production }: Configuration): GatewayOptions['live'] {
  const boundOf = (given: number | undefined, usual: number): number => given ?? (production ? usual : Number.POSITIVE_INFINITY);
  return {
    maxConnectionsPerViewer: settings.STOA_MAX_LIVE_CONNECTIONS,
    maxSubscriptionsPerViewer: settings.STOA_MAX_SUBSCRIPTIONS,
    maxConnectionsPerAddress: boundOf(settings.STOA_MAX_ADDRESS_CONNECTIONS, USUAL.connectionsPerAddress),
    maxSubscriptionsPerAddress: boundOf(settings.STOA_MAX_ADDRESS_SUBSCRIPTIONS, USUAL.subscriptionsPerAddress),
  };
}

function cacheOf({ settings }: Configuration): GatewayOptions['cache'] {
  return settings.STOA_CACHE_MIB > 0 && { maxBytes: settings.STOA_CACHE_MIB * 1024 * 1024 };
}

/** As they stand in the file; the gateway checks them. */
function headerRulesOf({ settings: { STOA_HEADER_RULES: file } }: Configuration): GatewayOptions['headerRules'] {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as GatewayOptions['headerRules'];
  } catch (error) {
    throw new ConfigurationError(`STOA_HEADER_RULES: ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** What the settings say of clients: what they may send, how much of it, and where it is counted. */
export const clientOptions = (
  configuration: Configuration,
): Pick<
  GatewayOptions,
  | 'cache'
  | 'documents'
  | 'headerRules'
  | 'keyMode'
  | 'limits'
  | 'live'
  | 'metricsPort'
  | 'outside'
  | 'queryPlans'
  | 'rates'
  | 'trustedProxies'
> => ({
  headerRules: headerRulesOf(configuration),
  queryPlans: configuration.settings.STOA_QUERY_PLANS && configuration.settings.STOA_QUERY_PLANS === 'on',
  cache: cacheOf(configuration),
  metricsPort: configuration.settings.STOA_METRICS_PORT,
  documents: { defaultMode: configuration.settings.STOA_CLIENT_MODE, modes: configuration.settings.STOA_CLIENT_MODES },
  keyMode: configuration.settings.STOA_MODE,
  outside: configuration.settings.STOA_OUTSIDE_ISSUERS && { issuers: configuration.settings.STOA_OUTSIDE_ISSUERS, everyScope: SCOPES },
  limits: { maxCost: configuration.settings.STOA_MAX_COST },
  rates: ratesOf(configuration),
  live: liveOf(configuration),
  trustedProxies: configuration.settings.STOA_TRUSTED_PROXIES,
});
