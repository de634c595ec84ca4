import initial from './0001-initial.ts';
import appendOnly from './0002-append-only.ts';

export const migrations = [initial, appendOnly];
