import { ConfigurationError, type Environment } from '@stoa/kit/subgraph';
import type { Configuration } from './configuration.ts';
import { derivedSecret, keepSecrets, keptSigningKey } from './kept-secrets.ts';
import { channelEnvironment } from './played-channels.ts';
import {
  muxEnvironment,
  openIdEnvironment,
  razorpayEnvironment,
  type SandboxPorts,
  storeEnvironment,
  stripeEnvironment,
} from './sandboxes.ts';

/** Which sandboxes play a provider: those of which no real one is configured. */
export function wantedSandboxes({ settings, production }: Configuration): SandboxPorts {
  if (production && !settings.STRIPE_SECRET_KEY)
    throw new ConfigurationError('STRIPE_SECRET_KEY: must be set in production, since the sandbox takes no real money');
  return {
    stripePort: settings.STRIPE_SECRET_KEY ? null : settings.SANDBOX_STRIPE_PORT,
    carrierPort: settings.CARRIER_API_BASE ? null : settings.SANDBOX_CARRIER_PORT,
    razorpayPort: playsRazorpay(settings) ? settings.SANDBOX_RAZORPAY_PORT : null,
    storePort: settings.S3_ACCESS_KEY_ID ? null : settings.SANDBOX_S3_PORT,
    // Messages to real people that end in an outbox on this machine would leave them without their links.
    mailPorts: production ? null : { smtp: settings.SANDBOX_SMTP_PORT, page: settings.SANDBOX_MAIL_PORT },
    // What it plays without ffmpeg is no lecture, so that it plays none in earnest.
    muxPort: settings.MUX_TOKEN_ID || production ? null : settings.SANDBOX_MUX_PORT,
    // Anybody is whoever they say there.
    openIdPort: settings.STOA_SIGN_IN_PROVIDERS || production ? null : settings.SANDBOX_OPENID_PORT,
  };
}

/** Beside a real provider a played one would give goods away for nothing. */
const playsRazorpay = ({ STRIPE_SECRET_KEY, RAZORPAY_KEY_ID }: Configuration['settings']): boolean =>
  !STRIPE_SECRET_KEY && !RAZORPAY_KEY_ID;

/** The secrets that the domains share with the sandboxes: those given, or the data folder's. */
export function sandboxSecrets({ settings, dataDir }: Configuration) {
  const { STRIPE_WEBHOOK_SECRET: stripe, CARRIER_WEBHOOK_SECRET: carrier, RAZORPAY_WEBHOOK_SECRET: razorpay } = settings;
  const { S3_SECRET_ACCESS_KEY: store, MUX_WEBHOOK_SECRET: mux } = settings;
  const kept = keepSecrets(dataDir);
  return {
    stripeWebhookSecret: stripe ?? kept.stripeWebhookSecret,
    carrierWebhookSecret: carrier ?? kept.carrierWebhookSecret,
    razorpayWebhookSecret: razorpay ?? derivedSecret(kept, 'razorpay webhooks'),
    storeSecret: store ?? derivedSecret(kept, 'object store'),
    muxWebhookSecret: mux ?? derivedSecret(kept, 'mux webhooks'),
    channelSecret: derivedSecret(kept, 'channels'),
    muxPrivateKey: settings.MUX_PRIVATE_KEY ?? keptSigningKey(dataDir),
  };
}

/** For a process of some subgraphs: the environment that points at sandboxes which run elsewhere, where no real provider is set. */
export function environmentWithSandboxes(configuration: Configuration): Environment {
  const { environment, settings, production } = configuration;
  // Whether a subgraph needs a provider is its own affair: in production it is told nothing that it was not given.
  if (production) return environment;
  const secrets = sandboxSecrets(configuration);
  const { stripeWebhookSecret, carrierWebhookSecret, razorpayWebhookSecret, storeSecret } = secrets;
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    STOA_PUBLIC_URL: settings.STOA_GATEWAY_URL,
    ...openIdEnvironment(at(settings.SANDBOX_OPENID_PORT)),
    ...environment,
    ...channelEnvironment(
      { url: at(settings.SANDBOX_MAIL_PORT), smtpUrl: `smtp://127.0.0.1:${settings.SANDBOX_SMTP_PORT}`, secrets },
      environment,
    ),
    ...(!settings.STRIPE_SECRET_KEY &&
      stripeEnvironment(settings.STRIPE_API_BASE ?? at(settings.SANDBOX_STRIPE_PORT), stripeWebhookSecret)),
    ...(playsRazorpay(settings) &&
      razorpayEnvironment(settings.RAZORPAY_API_BASE ?? at(settings.SANDBOX_RAZORPAY_PORT), razorpayWebhookSecret)),
    ...(!settings.CARRIER_API_BASE && {
      CARRIER_WEBHOOK_SECRET: carrierWebhookSecret,
      CARRIER_API_BASE: at(settings.SANDBOX_CARRIER_PORT),
    }),
    ...(!settings.S3_ACCESS_KEY_ID && storeEnvironment(settings.S3_ENDPOINT ?? at(settings.SANDBOX_S3_PORT), storeSecret)),
    ...(!settings.MUX_TOKEN_ID && muxEnvironment(settings.MUX_API_BASE ?? at(settings.SANDBOX_MUX_PORT), secrets)),
  };
}
