import type { Errand } from './scene.ts';

/** A provider wants no payment just then, so that what was allocated for an order and prepared goes back. */
export const refusing: Errand = {
  name: 'payment refused by its provider',
  async do({ market, tally }) {
    await market.mischief('faults', { kind: 'answer-error', status: 400, times: 1, method: 'POST', path: '/v1/orders' });
    tally.did(refusing.name);
  },
};
