import { ConfigurationError } from '@stoa/kit/subgraph';
import { play } from '../demo/play.ts';
import { reachStoa } from '../demo/reach-stoa.ts';
import { shopAt } from '../demo/shop.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';

/** Walks a purchase on the Stoa that runs at PORT, or on one that is started for it. */
export async function run({ words, configuration }: Invocation): Promise<void> {
  if (words.length > 0) throw new UsageError(`the demo takes no ${words[0]}`);
  const { settings } = configuration;
  if (configuration.production) throw new ConfigurationError('NODE_ENV: a demo is nothing for production');
  const real = (['STRIPE_SECRET_KEY', 'CARRIER_API_BASE'] as const).find((name) => settings[name] !== undefined);
  if (real) throw new ConfigurationError(`${real}: must not be set for the demo, which pays and ships at the sandboxes`);
  const shop = shopAt(configuration);
  const stoa = await reachStoa(new URL(shop.url).origin, configuration.dataDir);
  try {
    await assertAnswers(shop.stripeUrl, 'Stripe', 'SANDBOX_STRIPE_PORT');
    await assertAnswers(shop.carrierUrl, 'the carrier', 'SANDBOX_CARRIER_PORT');
    await play(shop);
  } finally {
    await stoa.close();
  }
  if (stoa.isOurs) console.log('\nThe Stoa of this demo has stopped; `npm start` brings it back with all of this in it.');
}

/** A Stoa that runs already may pay and ship elsewhere. */
async function assertAnswers(url: string, who: string, setting: string): Promise<void> {
  const answers = await fetch(`${url}/_sandbox/webhooks`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!answers) throw new ConfigurationError(`${setting}: no sandbox of ${who} answers at ${url}`);
}
