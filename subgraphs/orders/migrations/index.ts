import initial from './0001-initial.ts';
import refunded from './0002-refunded.ts';
import priced from './0003-priced.ts';
import shippingAndTax from './0004-shipping-and-tax.ts';
import coupons from './0005-coupons.ts';
import refundedLines from './0006-refunded-lines.ts';

export const migrations = [initial, refunded, priced, shippingAndTax, coupons, refundedLines];
