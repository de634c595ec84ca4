import initial from './0001-initial.ts';
import refunded from './0002-refunded.ts';

export const migrations = [initial, refunded];
