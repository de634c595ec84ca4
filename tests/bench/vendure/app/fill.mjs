import { bootstrap, JobQueueService } from '@vendure/core';
import { populate } from '@vendure/core/cli/index.js';
import { config } from './config.mjs';

const INITIAL_DATA = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [{ name: 'Greece', code: 'GR', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 20 }],
  shippingMethods: [{ name: 'Standard Shipping', price: 500 }],
  paymentMethods: [
    { name: 'Standard Payment', handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] } },
  ],
  collections: [],
};

/** Makes the tables, imports the products of a CSV file, and lets the jobs end that this brings about. */
const start = async () => {
  const app = await bootstrap(config);
  await app.get(JobQueueService).start();
  return app;
};
const app = await populate(start, INITIAL_DATA, process.argv[2]);
await app.close();
process.exit(0);
