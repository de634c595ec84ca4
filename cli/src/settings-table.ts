import { z } from 'zod';
import { providerSettings } from './provider-settings.ts';
import { described, port, portNumber, url, versionedSecrets } from './setting-kinds.ts';

const list = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item).min(1, 'must hold at least one value'));

export const databaseAddress = url('postgres:', 'postgresql:');
export const httpAddresses = list(url('http:', 'https:'));

const CLIENT_MODES = ['open', 'apq', 'safelist'] as const;
const clientMode = z.enum(CLIENT_MODES);

const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 on')
  .transform(Number);

/** `6000/60`: a cost in so many seconds; `off` sets no limit. */
const rate = z
  .string()
  .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 6000/60, a cost and a number of seconds, or off')
  .transform((text) => {
    if (text === 'off') return text;
    const [cost, seconds] = text.split('/').map(Number) as [number, number];
    return { cost, seconds };
  });

const share = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
  .transform(Number);

/** `name=value,name=value`, the values escaped as in addresses. */
const headers = list(z.string().regex(/^[\w-]+=[^%]*(%[0-9a-f]{2}[^%]*)*$/i, 'must be like name=value'))
  .transform((entries) => entries.map((entry) => entry.split(/=(.*)/s, 2) as [string, string]))
  .transform((pairs) => Object.fromEntries(pairs.map(([name, value]) => [name, decodeURIComponent(value)])));

/** `kiosk:safelist,web:apq`. */
const clientModes = list(
  z.string().regex(/^[^:]+:(open|apq|safelist)$/, `must be like kiosk:safelist, with one of ${CLIENT_MODES.join(', ')}`),
)
  .transform((entries) => entries.map((entry) => entry.split(':') as [string, (typeof CLIENT_MODES)[number]]))
  .transform((pairs) => Object.fromEntries(pairs));

/** Every setting of the command line and of what it starts. */
export const settingsTable = z.object({
  PORT: described(port('4000'), { about: 'Port of the gateway.' }),
  HOST: described(z.string().min(1).prefault('127.0.0.1'), { about: 'Address to listen on; `0.0.0.0` for all.' }),
  STOA_DATA_DIR: described(z.string().min(1).prefault('.stoa'), {
    about: 'Folder for databases, streams, journals, logs and kept secrets.',
  }),
  DATABASE_URL: described(databaseAddress.optional(), {
    about:
      'A Postgres server, 18 or newer; each subgraph uses the database `stoa_<subgraph>` on it, which is made where the role may do so.',
    otherwise: 'an embedded Postgres in the data folder',
    secret: true,
  }),
  NATS_URL: described(list(url('nats:', 'tls:')).optional(), {
    about: 'NATS servers with JetStream, separated by commas. A user and password in the first address are for everybody.',
    otherwise: 'an embedded nats-server where one is found or can be had, and else the embedded bus',
    secret: true,
  }),
  ...providerSettings,
  STOA_RETURN_DAYS: described(
    z
      .string()
      .regex(/^\d{1,4}$/, 'must be a number of days, at most 3650')
      .optional(),
    { about: 'Days after a delivery in which its buyer may ask to give it back.', otherwise: '30' },
  ),
  STOA_SELLER_APPROVAL: described(z.enum(['NONE', 'BEFORE']).optional(), {
    about: 'Whether administrators approve of new sellers before their goods are on the shelves.',
    otherwise: '`NONE`',
  }),
  STOA_REVIEW_MODERATION: described(z.enum(['AFTER', 'BEFORE']).optional(), {
    about: 'Whether moderators look at reviews before everybody sees them, or after somebody has reported them.',
    otherwise: '`AFTER`',
  }),
  STOA_LANGUAGE: described(z.enum(['en', 'de', 'hi']).optional(), {
    about: 'The language in which people are told things who have chosen none.',
    otherwise: '`en`',
  }),
  STOA_PAYOUT_HOLD_DAYS: described(
    z
      .string()
      .regex(/^\d{1,3}$/, 'must be a number of days, at most 365')
      .optional(),
    {
      about: 'Days after a capture until a seller may be paid for it, where the buyer has not said before that the goods have come.',
      otherwise: '14',
    },
  ),
  STOA_MODE: described(z.enum(['test', 'live']).prefault('test'), {
    about:
      'Whether real money is taken. API keys are issued for one of the two and are good nowhere else; `live` wants live keys of the payment provider, and `test` refuses them.',
  }),
  STOA_GATEWAY_URL: described(url('http:', 'https:').prefault('http://127.0.0.1:4000'), {
    about: 'Where `stoa sandbox` sends webhooks: the origin of the gateway.',
  }),
  STOA_ADMIN_PASSWORD: described(z.string().min(8, 'must have at least 8 characters').optional(), {
    about: 'Password of admin@stoa.test, set when the database is first filled. Required in production.',
    otherwise: '`stoa-admin`',
    secret: true,
  }),
  STOA_SERVICE_ROOT_KEYS: described(versionedSecrets.optional(), {
    about:
      'Root secrets that the keys between services are derived from, `v2:secret,v1:secret`, the newest first; two are live during a rotation. Only for who starts all services.',
    otherwise: 'one kept in the data folder; in production a service needs its own keys or the roots',
    secret: true,
  }),
  STOA_CLIENT_MODE: described(clientMode.prefault('apq'), {
    about:
      'What clients may send: `open`, any operation; `apq`, any, and they may register one to send its hash from then on; `safelist`, persisted operations and nothing else.',
  }),
  STOA_CLIENT_MODES: described(clientModes.optional(), {
    about:
      'Modes of named clients, `kiosk:safelist,web:apq`. The name is what a client calls itself, so a mode can only be stricter than STOA_CLIENT_MODE.',
    otherwise: 'that mode for all',
  }),
  STOA_MAX_COST: described(count.prefault('10000'), {
    about:
      'The most that one operation may cost: one for each object it may answer, lists counted by their length, ten more for a mutation, or what `@cost` and `@listSize` say.',
  }),
  STOA_CACHE_MIB: described(
    z
      .string()
      .regex(/^\d{1,5}$/, 'must be a whole number')
      .transform(Number)
      .prefault('64'),
    {
      about: 'How much of its answers the gateway keeps, in MiB; 0 keeps none.',
    },
  ),
  STOA_MAX_LIVE_CONNECTIONS: described(count.prefault('50'), {
    about: 'How many WebSockets and streams each user who is logged in may have open at one gateway.',
  }),
  STOA_MAX_SUBSCRIPTIONS: described(count.prefault('200'), {
    about: 'How many subscriptions each user who is logged in may have open at one gateway, over all of them.',
  }),
  STOA_MAX_ADDRESS_CONNECTIONS: described(count.optional(), {
    about: 'How many WebSockets and streams each address of people who are not logged in, or each partner, may have open at one gateway.',
    otherwise: 'in production 500, else no limit',
  }),
  STOA_MAX_ADDRESS_SUBSCRIPTIONS: described(count.optional(), {
    about: 'How many subscriptions each of them may have open at one gateway.',
    otherwise: 'in production 2000, else no limit',
  }),
  STOA_LOG_IN_RATE: described(
    z
      .string()
      .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 100/900, a number of attempts and a number of seconds, or off')
      .optional(),
    {
      about: 'How many attempts to log in or register there may be from one address in so many seconds, at all gateways together.',
      otherwise: 'in production `100/900`, else no limit',
    },
  ),
  STOA_GUEST_RATE: described(
    z
      .string()
      .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 60/900, a number of tokens and a number of seconds, or off')
      .optional(),
    {
      about: "How many guests' tokens one address is given in so many seconds, at all gateways together.",
      otherwise: 'in production `60/900`, else no limit',
    },
  ),
  STOA_MAIL_RATE: described(
    z
      .string()
      .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 20/900, a number of mails and a number of seconds, or off')
      .optional(),
    {
      about: 'How many mails with links one address may ask for in so many seconds, at all gateways together.',
      otherwise: 'in production `20/900`, else no limit',
    },
  ),
  STOA_PHONE_CODE_RATE: described(
    z
      .string()
      .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 20/3600, a number of codes and a number of seconds, or off')
      .optional(),
    {
      about:
        'How many codes by SMS one address may have sent in so many seconds, at all gateways together. One account has five an hour at most.',
      otherwise: 'in production `20/3600`, else no limit',
    },
  ),
  STOA_CHECKOUT_RATE: described(
    z
      .string()
      .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 30/600, a number of checkouts and a number of seconds, or off')
      .optional(),
    { about: 'How many checkouts one buyer may have in so many seconds.', otherwise: 'in production `30/600`, else no limit' },
  ),
  STOA_VIEWER_RATE: described(rate.optional(), {
    about:
      'How much each user who is logged in may ask of one gateway, `6000/60`: a cost, as STOA_MAX_COST counts it, in so many seconds, or `off`.',
    otherwise: 'in production `60000/60`, else no limit',
  }),
  STOA_ADDRESS_RATE: described(rate.optional(), {
    about: 'The same for each address, of all who are not logged in.',
    otherwise: 'in production `60000/60`, else no limit',
  }),
  STOA_PARTNER_RATE: described(rate.optional(), {
    about: 'The same for each partner, over all of its keys, unless its key says otherwise.',
    otherwise: 'in production `120000/60`, else no limit',
  }),
  STOA_TRUSTED_PROXIES: described(z.string().regex(/^\d$/, 'must be a number from 0 to 9').transform(Number).prefault('0'), {
    about: 'How many proxies stand before the gateway: so many of the last addresses in `x-forwarded-for` are believed.',
  }),
  STOA_TLS_CERT_FILE: described(z.string().min(1).optional(), {
    about:
      'Certificate (PEM, with its chain) under which `stoa serve` takes requests by TLS alone. Others then have `https://` addresses of it, and its authority in NODE_EXTRA_CA_CERTS.',
    otherwise: 'requests come by plain HTTP',
  }),
  STOA_TLS_KEY_FILE: described(z.string().min(1).optional(), {
    about: 'The key of STOA_TLS_CERT_FILE.',
    otherwise: 'as STOA_TLS_CERT_FILE',
  }),
  STOA_METRICS_PORT: described(portNumber.optional(), {
    about:
      'Port of `/metrics`, for Prometheus, and at a gateway of `/usage`, which tells what clients send. PORT itself puts them beside the graph. Subgraphs have one for each process.',
    otherwise: "the gateway's, and in production and of processes without a gateway none",
  }),
  STOA_SUPERGRAPH: described(z.string().min(1).optional(), {
    about:
      "Where `stoa gateway` has Stoa's own supergraph from, and looks for another: a file, or `nats-kv://bucket/key` at the broker, where `stoa schema publish` puts it.",
    otherwise: '`schema/supergraph.graphql`',
  }),
  STOA_HEADER_RULES: described(z.string().min(1).optional(), {
    about: 'A JSON file that says which headers of clients reach which subgraphs, and which of theirs come back (docs/operate.md).',
    otherwise: 'none do',
  }),
  STOA_QUERY_PLANS: described(z.enum(['on', 'off']).optional(), {
    about: 'Whether clients may ask how their operation is planned, by the header `Stoa-Query-Plan`.',
    otherwise: 'on, and in production off',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: described(url('http:', 'https:').optional(), {
    about: 'An OpenTelemetry collector that traces are sent to, over HTTP in JSON, to `/v1/traces` below this address.',
    otherwise: 'nothing is traced',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: described(headers.optional(), {
    about: 'What the collector wants to be sent beside, `name=value,name=value`.',
    secret: true,
  }),
  OTEL_TRACES_SAMPLER_ARG: described(share.prefault('1'), { about: 'Which part of the traces that begin here is recorded, from 0 to 1.' }),
  LOG_LEVEL: described(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).prefault('info'), {
    about: 'What is logged.',
  }),
  NODE_ENV: described(z.enum(['development', 'test', 'production']).prefault('development'), {
    about:
      'In production defaults that only suit a machine of one’s own are refused, errors are masked, and introspection and GraphiQL are off.',
  }),
});

export type SettingName = keyof typeof settingsTable.shape;

/** Settings that there are for each service; `<NAME>` is its name in capitals. */
export const settingsOfServices = {
  'STOA_<NAME>_DATABASE_URL': {
    about: "The subgraph's own database, with a role that may enter no other. It must exist.",
    otherwise: '`stoa_<name>` on DATABASE_URL',
    secret: true,
  },
  'STOA_<NAME>_NATS_PASSWORD': {
    about: 'Password of the broker’s user named like the subgraph, which may publish below its own name only.',
    otherwise: 'what NATS_URL says',
    secret: true,
  },
  'STOA_<NAME>_URLS': {
    about: "Addresses of the subgraph's replicas, separated by commas, without a path: for the gateway and for commands.",
    otherwise: '`http://<name>:4001`',
    secret: false,
  },
  'STOA_<NAME>_KEYS': {
    about: 'The keys of just this service (or of `GATEWAY`), as `stoa secrets` prints them, instead of STOA_SERVICE_ROOT_KEYS.',
    otherwise: 'derived from the root secrets',
    secret: true,
  },
} as const;

/** `order-notes` is `STOA_ORDER_NOTES_…` in the environment. */
export const variableOf = (service: string, suffix: 'DATABASE_URL' | 'NATS_PASSWORD' | 'URLS' | 'KEYS'): string =>
  `STOA_${service.toUpperCase().replaceAll('-', '_')}_${suffix}`;
