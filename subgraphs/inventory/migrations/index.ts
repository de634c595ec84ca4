import initial from './0001-initial.ts';
import returnedGoods from './0002-returned-goods.ts';
import tellAvailability from './0003-tell-availability.ts';

export const migrations = [initial, returnedGoods, tellAvailability];
