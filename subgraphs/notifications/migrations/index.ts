import initial from './0001-initial.ts';
import phones from './0002-phones.ts';

export const migrations = [initial, phones];
