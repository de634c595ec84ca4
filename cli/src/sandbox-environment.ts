import { ConfigurationError, type Environment } from '@stoa/kit/subgraph';
import type { Configuration } from './configuration.ts';
import { keepSecrets } from './kept-secrets.ts';
import { SANDBOX_PUBLISHABLE_KEY, SANDBOX_SECRET_KEY, type SandboxPorts } from './sandboxes.ts';

/** Which sandboxes play a provider: those of which no real one is configured. */
export function wantedSandboxes({ settings, production }: Configuration): SandboxPorts {
  if (production && !settings.STRIPE_SECRET_KEY)
    throw new ConfigurationError('STRIPE_SECRET_KEY: must be set in production, since the sandbox takes no real money');
  return {
    stripePort: settings.STRIPE_SECRET_KEY ? null : settings.SANDBOX_STRIPE_PORT,
    carrierPort: settings.CARRIER_API_BASE ? null : settings.SANDBOX_CARRIER_PORT,
  };
}

/** The secrets that sign the sandboxes' webhooks: those given, or the data folder's. */
export function webhookSecrets({ settings, dataDir }: Configuration) {
  const { STRIPE_WEBHOOK_SECRET: stripe, CARRIER_WEBHOOK_SECRET: carrier } = settings;
  const kept = stripe && carrier ? null : keepSecrets(dataDir);
  return { stripeWebhookSecret: stripe ?? kept!.stripeWebhookSecret, carrierWebhookSecret: carrier ?? kept!.carrierWebhookSecret };
}

/** For a process of some subgraphs: the environment that points at sandboxes which run elsewhere, where no real provider is set. */
export function environmentWithSandboxes(configuration: Configuration): Environment {
  const { environment, settings, production } = configuration;
  // Whether a subgraph needs a provider is its own affair: in production it is told nothing that it was not given.
  if (production) return environment;
  const { stripeWebhookSecret, carrierWebhookSecret } = webhookSecrets(configuration);
  const stripe = {
    STRIPE_SECRET_KEY: SANDBOX_SECRET_KEY,
    STRIPE_PUBLISHABLE_KEY: SANDBOX_PUBLISHABLE_KEY,
    STRIPE_WEBHOOK_SECRET: stripeWebhookSecret,
    STRIPE_API_BASE: settings.STRIPE_API_BASE ?? `http://127.0.0.1:${settings.SANDBOX_STRIPE_PORT}`,
  };
  const carrier = { CARRIER_WEBHOOK_SECRET: carrierWebhookSecret, CARRIER_API_BASE: `http://127.0.0.1:${settings.SANDBOX_CARRIER_PORT}` };
  return { ...environment, ...(!settings.STRIPE_SECRET_KEY && stripe), ...(!settings.CARRIER_API_BASE && carrier) };
}
