import initial from './0001-initial.ts';
import itemsKnowTheirVariant from './0002-items-know-their-variant.ts';
import acknowledged from './0003-acknowledged.ts';
import returns from './0004-returns.ts';
import shippingMethod from './0005-shipping-method.ts';
import traces from './0006-traces.ts';

export const migrations = [initial, itemsKnowTheirVariant, acknowledged, returns, shippingMethod, traces];
