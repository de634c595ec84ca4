import { createLog } from '@stoa/kit/observability';
import { sandboxSecrets } from '../sandbox-environment.ts';
import { SANDBOX_MUX_TOKEN_ID, SANDBOX_RAZORPAY_KEY_ID, SANDBOX_SECRET_KEY, startSandboxes } from '../sandboxes.ts';
import { StopSignal } from '../until-stopped.ts';
import type { Invocation } from '../verb.ts';

/** The outside world alone; its webhooks go to the gateway that STOA_GATEWAY_URL names. */
export async function run({ configuration }: Invocation): Promise<void> {
  const { settings, host, dataDir, logLevel } = configuration;
  const signal = new StopSignal();
  const sandboxes = await startSandboxes(
    {
      ...sandboxSecrets(configuration),
      stripePort: settings.SANDBOX_STRIPE_PORT,
      carrierPort: settings.SANDBOX_CARRIER_PORT,
      razorpayPort: settings.SANDBOX_RAZORPAY_PORT,
      storePort: settings.SANDBOX_S3_PORT,
      mailPorts: { smtp: settings.SANDBOX_SMTP_PORT, page: settings.SANDBOX_MAIL_PORT },
      muxPort: settings.SANDBOX_MUX_PORT,
      openIdPort: settings.SANDBOX_OPENID_PORT,
      host,
      dataDir,
      log: createLog('stoa', logLevel),
    },
    new URL(settings.STOA_GATEWAY_URL).origin,
  );
  console.log(`Stripe's sandbox listens at ${sandboxes.stripe?.url}, with the key ${SANDBOX_SECRET_KEY}`);
  console.log(`Razorpay's sandbox listens at ${sandboxes.razorpay?.url}, with the key ${SANDBOX_RAZORPAY_KEY_ID}`);
  console.log(`the carrier's sandbox listens at ${sandboxes.carrier?.url}`);
  console.log(`Mux's sandbox listens at ${sandboxes.mux?.url}, with the token ${SANDBOX_MUX_TOKEN_ID}`);
  console.log(`the object store listens at ${sandboxes.store?.url}`);
  console.log(`the mailbox listens at ${sandboxes.mail?.smtpUrl}; it and the other channels show what came at ${sandboxes.mail?.url}`);
  console.log(`the OpenID provider listens at ${sandboxes.openId?.url}`);
  await signal.runUntil([], () => sandboxes.close());
}
