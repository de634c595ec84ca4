import initial from './0001-initial.ts';
import search from './0002-search.ts';

export const migrations = [initial, search];
