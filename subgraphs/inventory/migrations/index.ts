import initial from './0001-initial.ts';
import returnedGoods from './0002-returned-goods.ts';

export const migrations = [initial, returnedGoods];
