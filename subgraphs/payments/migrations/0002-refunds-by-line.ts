import type { TableStep } from '@stoa/kit/persistence';

/** A payment of before has one line for each seller's share, under the seller's id, so that it can be refunded like any other. */
export default {
  name: 'payments-0002-refunds-by-line',
  sql: `
    alter table "payment" add column "lines" jsonb not null default '[]';
    update payment set lines = (
      select jsonb_agg(jsonb_build_object('orderItemId', share -> 'sellerId', 'variantId', share -> 'sellerId', 'productId', share -> 'sellerId',
        'sellerId', share -> 'sellerId', 'kind', 'PHYSICAL', 'quantity', 1, 'worthMinor', (share ->> 'grossMinor')::bigint
          + (share ->> 'taxMinor')::bigint + (share ->> 'shippingMinor')::bigint - (share ->> 'discountMinor')::bigint))
      from jsonb_array_elements(split) share);
    alter table "payment" alter column "lines" drop default;
    alter table "refund" add column "asked" jsonb not null default '{"amount": null, "items": null}', add column "lines" jsonb not null default '[]';
    update refund set lines = (
      select jsonb_agg(jsonb_build_object('orderItemId', line -> 'orderItemId', 'quantity', 1, 'amountMinor', line -> 'worthMinor'))
      from payment, jsonb_array_elements(payment.lines) line where payment.id = refund.payment_id);
    alter table "refund" alter column "asked" drop default, alter column "lines" drop default;
`,
} satisfies TableStep;
