import { resource } from '@stoa/kit/subgraph';
import { identitySettings } from '../settings.ts';
import { OpenIdProvider } from './open-id-provider.ts';

/** The providers that people may sign in by, by their names. */
export const signInProviders = resource(
  'sign-in providers',
  (environment): ReadonlyMap<string, OpenIdProvider> =>
    new Map(identitySettings.make(environment).STOA_SIGN_IN_PROVIDERS.map((each) => [each.name, new OpenIdProvider(each)])),
);
