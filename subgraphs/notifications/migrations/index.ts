import initial from './0001-initial.ts';
import phones from './0002-phones.ts';
import webhooks from './0003-webhooks.ts';

export const migrations = [initial, phones, webhooks];
