import { databaseNameOf } from './configuration.ts';
import { GATEWAY_USER, NATS_OPERATOR, natsConfig, natsUsers } from './infrastructure/nats-config.ts';
import { variableOf } from './settings-table.ts';
import { FIRST_PORT } from './supergraph-of.ts';

/** Inside the network, of each container. */
export const METRICS_PORT = 9_464;

const required = (variable: string): string => `\${${variable}:?run stoa secrets}`;
const databasePasswordOf = (subgraph: string): string => variableOf(subgraph, 'DATABASE_URL').replace(/URL$/, 'PASSWORD');

const STOA_PUBLIC_URL = `\${STOA_PUBLIC_URL:-http://127.0.0.1:4000}`;

/** Passed on where it is set, and set to nothing where it is not. */
const passedOn = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `\${${name}:-}`]));

const SES = passedOn('SES_REGION', 'SES_ACCESS_KEY_ID', 'SES_SECRET_ACCESS_KEY', 'SES_CONFIGURATION_SET');

/** What single subgraphs are told beyond what all of them are. */
const SPECIAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  identity: {
    STOA_ADMIN_PASSWORD: required('STOA_ADMIN_PASSWORD'),
    SMTP_URL: `\${SMTP_URL:-smtp://sandbox:12116}`,
    ...SES,
    STOA_MAIL_FROM: `\${STOA_MAIL_FROM:-}`,
    STOA_PUBLIC_URL,
    STOA_STOREFRONT_URL: `\${STOA_STOREFRONT_URL:-}`,
    STOA_SIGN_IN_PROVIDERS: `\${STOA_SIGN_IN_PROVIDERS:-}`,
    STOA_SECOND_FACTOR_FOR: `\${STOA_SECOND_FACTOR_FOR:-}`,
    STOA_SIGN_IN_PAGES: `\${STOA_SIGN_IN_PAGES:-}`,
  },
  ledger: {
    STOA_PUBLIC_URL,
  },
  payments: {
    STRIPE_SECRET_KEY: `\${STRIPE_SECRET_KEY:-sk_test_sandbox}`,
    STOA_PUBLIC_URL,
    STRIPE_WEBHOOK_SECRET: required('STRIPE_WEBHOOK_SECRET'),
    // Set to nothing beside real keys, it is Stripe's own.
    STRIPE_API_BASE: `\${STRIPE_API_BASE-http://sandbox:12111}`,
    STRIPE_PUBLISHABLE_KEY: `\${STRIPE_PUBLISHABLE_KEY:-pk_test_sandbox}`,
    STRIPE_PAYMENT_METHODS: `\${STRIPE_PAYMENT_METHODS:-card}`,
    // Set to nothing, Razorpay is not offered.
    RAZORPAY_KEY_ID: `\${RAZORPAY_KEY_ID-rzp_test_sandbox}`,
    RAZORPAY_KEY_SECRET: `\${RAZORPAY_KEY_SECRET-sandbox_key_secret}`,
    RAZORPAY_WEBHOOK_SECRET: required('RAZORPAY_WEBHOOK_SECRET'),
    RAZORPAY_API_BASE: `\${RAZORPAY_API_BASE-http://sandbox:12113}`,
  },
  media: {
    S3_ACCESS_KEY_ID: `\${S3_ACCESS_KEY_ID:-stoa}`,
    S3_SECRET_ACCESS_KEY: required('S3_SECRET_ACCESS_KEY'),
    S3_BUCKET: `\${S3_BUCKET:-stoa-media}`,
    S3_REGION: `\${S3_REGION:-us-east-1}`,
    // Set to nothing beside real keys, it is AWS's own.
    S3_ENDPOINT: `\${S3_ENDPOINT-http://sandbox:12114}`,
    S3_PUBLIC_ENDPOINT: `\${S3_PUBLIC_ENDPOINT-http://127.0.0.1:12114}`,
    STOA_PUBLIC_URL,
    STOA_MEDIA_URL: `\${STOA_MEDIA_URL:-}`,
    // Set to nothing, no lecture has a video.
    MUX_TOKEN_ID: `\${MUX_TOKEN_ID-mux_sandbox}`,
    MUX_TOKEN_SECRET: `\${MUX_TOKEN_SECRET-sandbox_token_secret}`,
    MUX_WEBHOOK_SECRET: required('MUX_WEBHOOK_SECRET'),
    MUX_SIGNING_KEY: `\${MUX_SIGNING_KEY-sandbox}`,
    MUX_PRIVATE_KEY: required('MUX_PRIVATE_KEY'),
    // Set to nothing beside a real token, they are Mux's own.
    MUX_API_BASE: `\${MUX_API_BASE-http://sandbox:12115}`,
    MUX_STREAM_BASE: `\${MUX_STREAM_BASE-http://127.0.0.1:12115}`,
    MUX_IMAGE_BASE: `\${MUX_IMAGE_BASE-http://127.0.0.1:12115}`,
  },
  learning: {
    STOA_PUBLIC_URL,
    // Set to nothing, nobody is told what is learnt.
    XAPI_ENDPOINT: `\${XAPI_ENDPOINT:-}`,
    XAPI_USERNAME: `\${XAPI_USERNAME:-}`,
    XAPI_PASSWORD: `\${XAPI_PASSWORD:-}`,
  },
  notifications: {
    STOA_LANGUAGE: `\${STOA_LANGUAGE:-en}`,
    // Mail is played, as identity's is; the other channels are there where they are set.
    SMTP_URL: `\${SMTP_URL:-smtp://sandbox:12116}`,
    ...SES,
    ...passedOn('STOA_MAIL_FROM', 'SES_SNS_TOPIC_ARN', 'STOA_STOREFRONT_URL'),
    ...passedOn('TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'),
    ...passedOn('VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT', 'FCM_SERVICE_ACCOUNT'),
    ...passedOn('TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_NAME', 'TELEGRAM_WEBHOOK_SECRET'),
    ...passedOn('STOA_WEBHOOK_SEALING_KEYS', 'STOA_WEBHOOK_TARGETS', 'STOA_WEBHOOK_RETRY_HOURS', 'STOA_WEBHOOK_FAILING_DAYS'),
    STOA_PUBLIC_URL,
  },
  fulfillment: {
    CARRIER_WEBHOOK_SECRET: required('CARRIER_WEBHOOK_SECRET'),
    CARRIER_API_BASE: `\${CARRIER_API_BASE:-http://sandbox:12112}`,
  },
};

/** These reach out of the house: to their providers. The ledger only writes the house's own address. */
const REACH_OUT: ReadonlySet<string> = new Set(Object.keys(SPECIAL).filter((name) => name !== 'ledger'));

type Lines = readonly string[];
const indented = (lines: Lines, by: number): Lines => lines.map((line) => (line === '' ? line : `${' '.repeat(by)}${line}`));
const mapping = (values: Readonly<Record<string, string>>): Lines =>
  Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);

/** `docker-compose.yml`: a container for each part, each with its own secrets only. */
export function composeFile(subgraphs: Lines): string {
  const services = [postgres(subgraphs), nats(subgraphs), ...subgraphs.map(subgraphService), gateway(), sandbox()];
  return [...HEAD, 'services:', ...services.flatMap((service) => [...indented(service, 2), '']), ...FOOT, ''].join('\n');
}

/** `deploy/nats/nats.conf`: its passwords come from the container's environment. */
export function composeNatsConfig(subgraphs: Lines): string {
  const passwordOf = (user: string): string => `$${user === NATS_OPERATOR ? 'NATS_PASSWORD' : variableOf(user, 'NATS_PASSWORD')}`;
  return `# Made by \`stoa compose\`.\n${natsConfig({ host: '0.0.0.0', port: 4_222, storeDir: '/data', users: natsUsers(subgraphs, passwordOf) })}`;
}

/** `deploy/prometheus/prometheus.yml`: each container by its name, of which the network's DNS has every replica. */
export function prometheusConfig(subgraphs: Lines): string {
  return `# Made by \`stoa compose\`.
global: { scrape_interval: 15s, evaluation_interval: 15s }
rule_files: [alerts.yml]
scrape_configs:
  - job_name: stoa
    dns_sd_configs:
      - type: A
        port: ${METRICS_PORT}
        names: [${['gateway', ...subgraphs].join(', ')}]
`;
}

const healthcheck = (port: number): Lines => [
  'healthcheck:',
  `  test: [CMD, node, -e, "fetch('http://127.0.0.1:${port}/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]`,
  '  interval: 5s',
  '  timeout: 4s',
  '  retries: 12',
  '  start_period: 30s',
];

const HEAD: Lines = [
  '# Made by `stoa compose`; each part in a container of its own. First `npx stoa secrets > .env`, then `docker compose up --build`.',
  '# Replicas: `docker compose up --scale orders=2 --scale inventory=2`. Each container holds only its own secrets.',
  'name: stoa',
  '',
  'x-stoa: &stoa',
  '  image: stoa',
  '  build: .',
  '  init: true',
  '  restart: unless-stopped',
  '  read_only: true',
  '  tmpfs: [/tmp]',
  '  cap_drop: [ALL]',
  '  security_opt: ["no-new-privileges:true"]',
  '  # An orderly stop finishes what is under way.',
  '  stop_grace_period: 65s',
  '',
  'x-subgraph: &subgraph',
  '  <<: *stoa',
  '  depends_on:',
  '    postgres: { condition: service_healthy }',
  '    nats: { condition: service_healthy }',
  ...indented(healthcheck(FIRST_PORT), 2),
  '',
  'x-settings: &settings',
  '  NODE_ENV: production',
  '  HOST: 0.0.0.0',
  `  LOG_LEVEL: \${LOG_LEVEL:-info}`,
  '  NATS_URL: nats://nats:4222',
  `  STOA_MODE: \${STOA_MODE:-test}`,
  '  # Of /metrics, for Prometheus, inside the network.',
  `  STOA_METRICS_PORT: "${METRICS_PORT}"`,
  '',
];

const FOOT: Lines = [
  'networks:',
  '  # Nothing outside reaches what is inside, but by the gateway.',
  '  inside: { internal: true }',
  '  outside: {}',
  '',
  'volumes:',
  '  postgres: {}',
  '  nats: {}',
  '  sandbox: {}',
];

function postgres(subgraphs: Lines): Lines {
  const passwords = Object.fromEntries(subgraphs.map((name) => [databasePasswordOf(name), required(databasePasswordOf(name))]));
  return [
    'postgres:',
    '  image: postgres:18',
    '  restart: unless-stopped',
    '  command: [postgres, -c, max_connections=300]',
    '  environment:',
    ...indented(mapping({ POSTGRES_PASSWORD: required('POSTGRES_PASSWORD'), STOA_SUBGRAPHS: subgraphs.join(' '), ...passwords }), 4),
    '  volumes:',
    '    - postgres:/var/lib/postgresql',
    '    - ./deploy/postgres/create-databases.sh:/docker-entrypoint-initdb.d/create-databases.sh:ro',
    '  networks: [inside]',
    '  healthcheck:',
    `    # By address: while the databases are being made, it answers on the socket only.`,
    '    test: [CMD, pg_isready, --host, 127.0.0.1, --username, postgres]',
    '    interval: 3s',
    '    timeout: 3s',
    '    retries: 20',
  ];
}

function nats(subgraphs: Lines): Lines {
  const passwords = Object.fromEntries(
    [GATEWAY_USER, ...subgraphs].map((name) => [variableOf(name, 'NATS_PASSWORD'), required(variableOf(name, 'NATS_PASSWORD'))]),
  );
  return [
    'nats:',
    '  image: nats:2.9-alpine',
    '  restart: unless-stopped',
    '  command: [--config, /etc/nats/nats.conf, --http_port, "8222"]',
    '  environment:',
    ...indented(mapping({ NATS_PASSWORD: required('NATS_PASSWORD'), ...passwords }), 4),
    '  volumes:',
    '    - nats:/data',
    '    - ./deploy/nats/nats.conf:/etc/nats/nats.conf:ro',
    '  networks: [inside]',
    '  healthcheck:',
    '    test: [CMD, wget, -q, --spider, "http://127.0.0.1:8222/healthz"]',
    '    interval: 3s',
    '    timeout: 3s',
    '    retries: 20',
  ];
}

function subgraphService(name: string): Lines {
  const database = `postgres://${databaseNameOf(name)}:${required(databasePasswordOf(name))}@postgres:5432/${databaseNameOf(name)}`;
  const own = {
    [variableOf(name, 'DATABASE_URL')]: database,
    [variableOf(name, 'NATS_PASSWORD')]: required(variableOf(name, 'NATS_PASSWORD')),
    [variableOf(name, 'KEYS')]: required(variableOf(name, 'KEYS')),
    ...SPECIAL[name],
  };
  return [
    `${name}:`,
    '  <<: *subgraph',
    `  command: [serve, ${name}]`,
    '  environment:',
    '    <<: *settings',
    ...indented(mapping(own), 4),
    `  networks: [inside${REACH_OUT.has(name) ? ', outside' : ''}]`,
  ];
}

function gateway(): Lines {
  return [
    'gateway:',
    '  <<: *stoa',
    '  command: [gateway]',
    '  environment:',
    '    <<: *settings',
    ...indented(
      mapping({
        PORT: '4000',
        STOA_GATEWAY_KEYS: required('STOA_GATEWAY_KEYS'),
        STOA_OUTSIDE_ISSUERS: `\${STOA_OUTSIDE_ISSUERS:-}`,
        STOA_GATEWAY_NATS_PASSWORD: required('STOA_GATEWAY_NATS_PASSWORD'),
      }),
      4,
    ),
    `  ports: ["\${PORT:-4000}:4000"]`,
    '  networks: [inside, outside]',
    ...indented(healthcheck(4_000), 2),
  ];
}

/** For real providers it is not needed: `--scale sandbox=0`. */
function sandbox(): Lines {
  const webhooks = ['STRIPE_WEBHOOK_SECRET', 'CARRIER_WEBHOOK_SECRET', 'RAZORPAY_WEBHOOK_SECRET', 'MUX_WEBHOOK_SECRET'];
  const names = [...webhooks, 'S3_SECRET_ACCESS_KEY', 'MUX_PRIVATE_KEY'];
  const ports = { STRIPE: 12_111, CARRIER: 12_112, RAZORPAY: 12_113, S3: 12_114, MUX: 12_115, MAIL: 12_117 };
  const secrets = Object.fromEntries(names.map((name) => [name, required(name)]));
  return [
    'sandbox:',
    '  <<: *stoa',
    '  command: [sandbox]',
    '  environment:',
    '    HOST: 0.0.0.0',
    '    STOA_DATA_DIR: /data',
    '    STOA_GATEWAY_URL: http://gateway:4000',
    ...indented(mapping(secrets), 4),
    '  volumes: ["sandbox:/data"]',
    '  ports:',
    ...Object.entries(ports).map(([name, port]) => `    - "127.0.0.1:\${SANDBOX_${name}_PORT:-${port}}:${port}"`),
    '  networks: [inside, outside]',
  ];
}
