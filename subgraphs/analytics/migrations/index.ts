import initial from './0001-initial.ts';
import onSale from './0002-on-sale.ts';

export const migrations = [initial, onSale];
