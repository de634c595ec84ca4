import { startStripeSandbox } from '../stripe/start-stripe-sandbox.ts';
import { PUBLISHABLE_KEY, SECRET_KEY } from './open-stripe.ts';

// A sandbox in a process of its own, so that a test can kill it. It says its port and stays.
const dataDir = process.argv[2];
if (!dataDir) throw new Error('The data folder is missing.');
const { port } = await startStripeSandbox({ port: 0, dataDir, secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY });
process.stdout.write(`${port}\n`);
