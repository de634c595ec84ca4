import { type Keyring, keyringFor, keyringOfPairs } from '@stoa/kit/auth';
import { ConfigurationError } from '@stoa/kit/subgraph';
import type { Configuration } from './configuration.ts';
import { keepSecrets } from './kept-secrets.ts';
import { variableOf } from './settings-table.ts';

/** The keys that a service signs and verifies with: those it was given, or what the roots make; on one machine, those of its data folder. */
export function keyringOf(configuration: Configuration, service: string): Keyring {
  const keyring = givenKeyring(configuration, service);
  if (keyring) return keyring;
  if (configuration.production)
    throw new ConfigurationError(`${variableOf(service, 'KEYS')}: must be set in production, or STOA_SERVICE_ROOT_KEYS`);
  return keyringFor(service, { local: keepSecrets(configuration.dataDir).serviceRootKey });
}

/** The keys from the configuration alone, if it holds any. */
export function givenKeyring(configuration: Configuration, service: string): Keyring | undefined {
  const pairs = configuration.pairKeysOf(service);
  if (pairs) return keyringOfPairs(service, pairs);
  return configuration.rootKeys && keyringFor(service, configuration.rootKeys);
}
