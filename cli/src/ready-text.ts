import { relative } from 'node:path';
import type { BusChoice } from './bus-choice.ts';
import type { Configuration } from './configuration.ts';
import type { Platform } from './platform.ts';

interface Servers {
  readonly database: Promise<string>;
  readonly bus: Promise<BusChoice>;
}

/** What somebody who has just started it wants to know. */
export async function readyText(platform: Platform, configuration: Configuration, servers: Servers, logFile: string): Promise<string> {
  const { settings, production } = configuration;
  const lines: [string, string][] = [
    ['GraphQL', `${platform.url}${production ? '' : '   (GraphiQL in a browser; WebSocket at the same path)'}`],
    ['Health', `${platform.origin}/readyz`],
    ['Stripe', platform.stripe ? `sandbox at ${platform.stripe.url}` : (settings.STRIPE_API_BASE ?? 'the real one, by STRIPE_SECRET_KEY')],
    ['Razorpay', razorpayLine(platform, settings)],
    ['Carrier', platform.carrier ? `sandbox at ${platform.carrier.url}` : settings.CARRIER_API_BASE!],
    ['Files', platform.store ? `object store at ${platform.store.url}` : (settings.S3_ENDPOINT ?? 'S3, by S3_ACCESS_KEY_ID')],
    ['Messages', messagesLine(platform, settings)],
    ['Sign-in', platform.openId ? `sandbox at ${platform.openId.url}` : signInLine(settings)],
    ['Videos', muxLine(platform, settings)],
    ['Database', databaseLine(await servers.database, settings.DATABASE_URL === undefined)],
    ['Events', eventsLine(await servers.bus, settings.NATS_URL === undefined)],
    ['Log', shortest(logFile)],
    ['Log in', `admin@stoa.test, password ${passwordLine(settings.STOA_ADMIN_PASSWORD)}`],
    ['Try', `curl -s ${platform.url} -H 'content-type: application/json' -d '{"query":"{ categories { name slug } }"}'`],
  ];
  const took = (performance.now() / 1_000).toFixed(1);
  return [`\nStoa is ready after ${took} s. Ctrl-C stops it.`, ...lines.map(([what, line]) => `  ${what.padEnd(9)} ${line}`)].join('\n');
}

function razorpayLine({ razorpay }: Platform, { RAZORPAY_KEY_ID, RAZORPAY_API_BASE }: Configuration['settings']): string {
  if (razorpay) return `sandbox at ${razorpay.url}`;
  return RAZORPAY_KEY_ID ? (RAZORPAY_API_BASE ?? 'the real one, by RAZORPAY_KEY_ID') : 'not offered, without RAZORPAY_KEY_ID';
}

function muxLine({ mux }: Platform, { MUX_TOKEN_ID, MUX_API_BASE }: Configuration['settings']): string {
  if (mux) return `sandbox of Mux at ${mux.url}`;
  return MUX_TOKEN_ID ? (MUX_API_BASE ?? 'Mux, by MUX_TOKEN_ID') : 'none, without MUX_TOKEN_ID';
}

function messagesLine({ mail }: Platform, { SMTP_URL, SES_REGION }: Configuration['settings']): string {
  if (!mail) return 'by the channels that are configured';
  return `outbox at ${mail.url}${SMTP_URL || SES_REGION ? ', and mail by the real one' : ''}`;
}

const signInLine = ({ STOA_SIGN_IN_PROVIDERS: set }: Configuration['settings']): string =>
  set ? 'by STOA_SIGN_IN_PROVIDERS' : 'by password alone, without STOA_SIGN_IN_PROVIDERS';

/** Relative to where we are, unless it is elsewhere. */
function shortest(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}

function databaseLine(url: string, isEmbedded: boolean): string {
  const { hostname, port } = new URL(url);
  const host = decodeURIComponent(hostname);
  // Behind a socket there is TCP too, which is what a person's own client wants.
  return `${isEmbedded ? 'embedded Postgres' : 'Postgres'} at ${host.startsWith('/') ? '127.0.0.1' : host}:${port || 5432}`;
}

function eventsLine(bus: BusChoice, isEmbedded: boolean): string {
  if (bus === 'embedded') return 'embedded bus, since no nats-server was found';
  return `${isEmbedded ? 'embedded NATS JetStream' : 'NATS JetStream'} at ${bus.servers.join(', ')}`;
}

/** The seed sets the password once, so a later change of the setting changes nothing. */
const passwordLine = (given: string | undefined): string =>
  given ? 'as STOA_ADMIN_PASSWORD was at the first start' : 'stoa-admin, or as STOA_ADMIN_PASSWORD was at the first start';
