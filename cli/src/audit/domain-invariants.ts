import { type DomainInvariant, invariant } from './domain-invariant.ts';
import { identityInvariants } from './identity-invariants.ts';
import { learningInvariants } from './learning-invariants.ts';
import { moneyInvariants } from './money-invariants.ts';
import { notificationInvariants } from './notification-invariants.ts';
import { reviewInvariants } from './review-invariants.ts';

const inventory = [
  invariant(
    'inventory',
    'always',
    'stock adds up',
    'What is on hand is available, reserved for a cart or allocated to an order; nothing is negative.',
    `select variant_id::text as what from stock
where total <> available + reserved + allocated or least(available, reserved, allocated, sold) < 0`,
  ),
  invariant(
    'inventory',
    'always',
    'stock is what reservations hold',
    'The lines of soft holds add up to what is reserved, those of hard ones to what is allocated, those of sold ones, less what has come back, to what is sold.',
    `select coalesce(s.variant_id, r.variant_id)::text as what
from stock s full join (
  select l.variant_id, sum(l.quantity) filter (where h.status = 'SOFT') as reserved,
    sum(l.quantity) filter (where h.status = 'HARD') as allocated, sum(l.quantity - l.returned) filter (where h.status = 'SOLD') as sold
  from reservation_line l join reservation h on h.id = l.reservation_id group by l.variant_id
) r on r.variant_id = s.variant_id
where (coalesce(s.reserved, 0), coalesce(s.allocated, 0), coalesce(s.sold, 0))
  <> (coalesce(r.reserved, 0), coalesce(r.allocated, 0), coalesce(r.sold, 0))`,
  ),
  invariant(
    'inventory',
    'always',
    'no hold outlives its deadline',
    'A hold past its deadline has gone back, give or take the time until somebody looks.',
    `select id::text as what from reservation
where (status = 'SOFT' and expires_at < now() - interval '5 minutes') or (status = 'HARD' and expires_at < now() - interval '10 minutes')`,
  ),
];

const cart = [
  invariant(
    'cart',
    'always',
    'a checkout has the answer that its state says',
    'Placed means a payment and no refusal; refused means a refusal and no payment.',
    `select order_id::text as what from checkout
where (status = 'PLACED') <> (payment_id is not null) or (status = 'REFUSED') <> (refusal is not null)`,
  ),
  invariant(
    'cart',
    'always',
    'a closed cart has its checkout',
    'A cart is closed in the transaction that writes what was asked for.',
    `select id::text as what from cart
where status = 'CHECKOUT' and not exists (select from checkout where cart_id = cart.id and status <> 'REFUSED')`,
  ),
  invariant(
    'cart',
    'always',
    'a checkout asks for what its cart holds',
    'Line by line, so many at the price that the cart had when it was closed; nothing is priced anew afterwards.',
    `select k.order_id::text as what from checkout k
where k.status <> 'REFUSED' and exists (
  select from jsonb_to_recordset(k.request -> 'lines') as line ("variantId" uuid, quantity int, "unitPrice" jsonb)
  full join (select * from cart_item where cart_id = k.cart_id) item on item.variant_id = line."variantId"
  where (line.quantity, (line."unitPrice" ->> 'amountMinor')::bigint, line."unitPrice" ->> 'currency')
    is distinct from (item.quantity, item.unit_price_amount_minor, item.unit_price_currency::text))`,
  ),
  invariant(
    'cart',
    'always',
    'a guest is merged into one account',
    'A merged cart has its merge, which names who has got it; whatever the same guest fills later goes to nobody else.',
    `select c.id::text as what from cart c left join cart_merge m on m.cart_id = c.id where (c.status = 'MERGED') <> (m.cart_id is not null)
union all
select guest_id::text from cart_merge group by guest_id having count(distinct buyer_id) > 1`,
  ),
  invariant(
    'cart',
    'settled',
    'every checkout is answered',
    'Nobody waits for an order any more.',
    `select order_id::text as what from checkout where status = 'STARTED'`,
  ),
];

const orders = [
  invariant(
    'orders',
    'always',
    'an order costs what its lines and their sending cost',
    'Less discounts, and with the tax that is not included. What its sellers, the platform and the state get of it adds up to the same.',
    `select o.id::text as what from orders o
where o.total_amount_minor <> (
    select sum(i.quantity * i.unit_price_amount_minor - i.seller_discount_minor - i.platform_discount_minor
      + case when i.tax_included then 0 else i.tax_minor end)
    from order_item i where i.order_id = o.id)
    + (select coalesce(sum((s ->> 'totalMinor')::bigint), 0) from jsonb_array_elements(o.shipping) s)
  or o.total_amount_minor <> (
    select sum((s ->> 'grossMinor')::bigint + (s ->> 'taxMinor')::bigint + (s ->> 'shippingMinor')::bigint - (s ->> 'discountMinor')::bigint)
    from jsonb_array_elements(o.split) s)
  or exists (
    select from jsonb_array_elements(o.split) s
    where least((s ->> 'grossMinor')::bigint - (s ->> 'feeMinor')::bigint, (s ->> 'feeMinor')::bigint, (s ->> 'taxMinor')::bigint,
      (s ->> 'shippingMinor')::bigint, (s ->> 'discountMinor')::bigint) < 0)`,
  ),
  invariant(
    'orders',
    'always',
    'a seller’s share is that of their lines',
    'Tax and discounts, line by line and for sending, add up to those of the share.',
    `select o.id::text as what from orders o, jsonb_to_recordset(o.split) as s ("sellerId" uuid, "taxMinor" bigint, "discountMinor" bigint)
where (s."taxMinor", s."discountMinor") <> (
  select coalesce(sum(tax), 0), coalesce(sum(discount), 0) from (
    select i.tax_minor as tax, i.platform_discount_minor as discount from order_item i where i.order_id = o.id and i.seller_id = s."sellerId"
    union all
    select each."taxMinor", each."platformDiscountMinor"
    from jsonb_to_recordset(o.shipping) as each ("sellerId" uuid, "taxMinor" bigint, "platformDiscountMinor" bigint)
    where each."sellerId" = s."sellerId"
  ) charge)`,
  ),
  invariant(
    'orders',
    'always',
    'the fee is what its frozen rate says',
    'Of what a seller gets for goods at one rate, rounded half up once; with all rates it is the fee of their share.',
    `select order_id::text as what from (
  select order_id, seller_id, sum(fee_minor) as fee,
    div(sum(quantity * unit_price_amount_minor - seller_discount_minor - case when tax_included then tax_minor else 0 end)
      * fee_basis_points + 5000, 10000) as wanted
  from order_item where fee_basis_points is not null group by order_id, seller_id, fee_basis_points
) rated where fee <> wanted
union all
select o.id::text from orders o, jsonb_to_recordset(o.split) as s ("sellerId" uuid, "feeMinor" bigint)
where s."feeMinor" <> (select sum(i.fee_minor) from order_item i where i.order_id = o.id and i.seller_id = s."sellerId")`,
  ),
  invariant(
    'orders',
    'always',
    'no coupon is used more often than it may be',
    'In all, and by one buyer; what it says of its uses is how many there are.',
    `select c.id::text as what from coupon c left join coupon_use u on u.coupon_id = c.id
group by c.id having count(u.coupon_id) <> c.uses or count(u.coupon_id) > c.max_uses
union all
select c.id::text from coupon c join coupon_use u on u.coupon_id = c.id
group by c.id, u.buyer_id having count(*) > c.max_uses_per_buyer`,
  ),
  invariant(
    'orders',
    'always',
    'an order uses the coupons that it was placed with',
    'Unless it has ended unpaid: then it uses none. What they took off is what its lines and their sending are discounted by.',
    `select o.id::text as what from orders o
where array(select u.coupon_id from coupon_use u where u.order_id = o.id order by 1) <> case
    when o.status = 'CANCELLED' and o.confirmed_at is null then '{}'
    else array(select (c ->> 'couponId')::uuid from jsonb_array_elements(o.coupons) c order by 1) end
  or (select coalesce(sum((c ->> 'discountMinor')::bigint), 0) from jsonb_array_elements(o.coupons) c) <> (
    select sum(i.seller_discount_minor + i.platform_discount_minor) from order_item i where i.order_id = o.id)
    + (select coalesce(sum((s ->> 'sellerDiscountMinor')::bigint + (s ->> 'platformDiscountMinor')::bigint), 0)
      from jsonb_array_elements(o.shipping) s)`,
  ),
  invariant(
    'orders',
    'always',
    'a cart becomes one order',
    'However often a checkout was sent; cancelled ones do not count.',
    `select cart_id::text as what from orders where status <> 'CANCELLED' group by cart_id having count(*) > 1`,
  ),
  invariant(
    'orders',
    'always',
    'the timeline leads to the present',
    'Each change of an order is kept once, numbered without a gap, and the last one is where it stands.',
    `select o.id::text as what from orders o
where o.version <> (select count(*) from order_status_change c where c.order_id = o.id)
  or o.status is distinct from (select c."to" from order_status_change c where c.order_id = o.id and c.version = o.version)`,
  ),
  invariant(
    'orders',
    'always',
    'no saga outlives its deadline',
    'What could not be placed in time is taken back.',
    `select id::text as what from checkout_saga where state = 'RUNNING' and deadline_at < now() - interval '5 minutes'`,
  ),
  invariant(
    'orders',
    'always',
    'a saga that is done has placed its order',
    'Done means that there is a payment to make; undone means that the order is cancelled.',
    `select s.id::text as what from checkout_saga s left join orders o on o.id = s.id
where o.id is null or (s.state = 'DONE' and o.payment_id is null) or (s.state in ('UNDOING', 'UNDONE') and o.status <> 'CANCELLED')`,
  ),
  invariant(
    'orders',
    'settled',
    'every saga has ended',
    'Done or undone.',
    `select id::text as what from checkout_saga where state in ('RUNNING', 'UNDOING')`,
  ),
  invariant(
    'orders',
    'settled',
    'no order is pending',
    'Everybody has paid, or was cancelled.',
    `select id::text as what from orders where status = 'PENDING'`,
  ),
];

const fulfillment = [
  invariant(
    'fulfillment',
    'always',
    'a seller sends one parcel of an order',
    'Preparing an order twice is preparing it once.',
    `select order_id::text as what from shipment group by order_id, seller_id having count(*) > 1`,
  ),
  invariant(
    'fulfillment',
    'always',
    'nothing is returned twice',
    'Of an item in a parcel no more is asked back, on its way or back than was delivered.',
    `select i.return_id::text as what from return_item i join return r on r.id = i.return_id
where (select sum(o.quantity) from return_item o join return s on s.id = o.return_id
  where s.shipment_id = r.shipment_id and o.order_item_id = i.order_item_id and s.status not in ('REJECTED', 'CANCELLED'))
  > (select sum(quantity) from shipment_item p where p.shipment_id = r.shipment_id and p.order_item_id = i.order_item_id)`,
  ),
  invariant(
    'fulfillment',
    'always',
    'the changes of parcels are numbered without a gap',
    'Whoever follows a delivery can be told what they missed.',
    `select o.id::text as what from order_shipments o where o.version <> (select count(*) from shipment_change c where c.order_id = o.id)`,
  ),
];

const catalog = [
  invariant(
    'catalog',
    'settled',
    'what a seller may not sell is withheld, and nothing else',
    'Each product follows what was last heard of its seller.',
    `select p.id::text as what from product p join seller_standing s on s.seller_id = p.seller_id where p.withheld = s.selling`,
  ),
];

const each = [
  invariant(
    'each',
    'settled',
    'every event has left the outbox',
    'Nothing waits for its relay.',
    `select name || ' ' || id as what from outbox where stream_sequence is null`,
  ),
  invariant(
    'each',
    'always',
    'no event is a dead letter',
    'None was given up, and none waits behind such a one.',
    `select name || ' ' || event_id as what from dead_letter where state in ('dead', 'waiting')`,
  ),
  invariant(
    'each',
    'settled',
    'no event is being tried again',
    'All were handled.',
    `select name || ' ' || event_id as what from dead_letter where state = 'retrying'`,
  ),
];

export const domainInvariants: readonly DomainInvariant[] = [
  ...inventory,
  ...cart,
  ...orders,
  ...moneyInvariants,
  ...fulfillment,
  ...reviewInvariants,
  ...identityInvariants,
  ...learningInvariants,
  ...catalog,
  ...notificationInvariants,
  ...each,
];
