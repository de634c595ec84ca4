import type { GatewayOptions } from '@stoa/gateway/index';
import type { Configuration } from './configuration.ts';

/** What the settings say of clients and what they may send. */
export const clientOptions = ({ settings }: Configuration): Pick<GatewayOptions, 'documents'> => ({
  documents: { defaultMode: settings.STOA_CLIENT_MODE, modes: settings.STOA_CLIENT_MODES },
});
