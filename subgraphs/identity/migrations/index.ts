import initial from './0001-initial.ts';
import apiKeys from './0002-api-keys.ts';

export const migrations = [initial, apiKeys];
