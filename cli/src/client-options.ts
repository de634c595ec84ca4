import type { GatewayOptions } from '@stoa/gateway/index';
import type { Configuration } from './configuration.ts';

/** What the settings say of clients: what they may send, and how much of it. */
export const clientOptions = ({ settings }: Configuration): Pick<GatewayOptions, 'documents' | 'limits'> => ({
  documents: { defaultMode: settings.STOA_CLIENT_MODE, modes: settings.STOA_CLIENT_MODES },
  limits: { maxCost: settings.STOA_MAX_COST },
});
