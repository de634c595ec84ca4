import { type DomainInvariant, invariant } from './domain-invariant.ts';

const THREE_DECIMALS = `'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'`;

const payments = [
  invariant(
    'payments',
    'always',
    'no more goes back than came in',
    'What a payment says was refunded is what its refunds say, and what it says a bank keeps is what lost disputes say; with refunds on their way and what a bank holds it is at most the payment.',
    `select p.id::text as what from payment p cross join lateral (
  select coalesce(sum(minor) filter (where status = 'SUCCEEDED'), 0) as refunded, coalesce(sum(minor) filter (where status = 'LOST'), 0) as lost,
    coalesce(sum(minor), 0) as "all"
  from (
    select status, amount_amount_minor as minor from refund where payment_id = p.id and status <> 'FAILED'
    union all
    select status, (line ->> 'amountMinor')::bigint from dispute, jsonb_array_elements(lines) line
    where payment_id = p.id and status in ('OPEN', 'LOST')
  ) back
) gone
where (p.refunded_minor, p.lost_minor) <> (gone.refunded, gone.lost)
  or gone."all" > case when p.captured_at is null then 0 else p.amount_amount_minor end`,
  ),
  invariant(
    'payments',
    'always',
    'a payment is disputed while a bank contests it',
    'It says so as long as one of its disputes is not decided.',
    `select id::text as what from payment p
where disputed <> exists (select from dispute d where d.payment_id = p.id and d.status in ('INQUIRY', 'OPEN'))`,
  ),
  invariant(
    'payments',
    'always',
    'a refund is what goes back of its lines',
    'Its lines and its sellers’ shares each add up to it; a payment is the worth of its lines and their sending, and no more goes back of each.',
    `select r.id::text as what from refund r
where r.amount_amount_minor <> (select sum((line ->> 'amountMinor')::bigint) from jsonb_array_elements(r.lines) line)
  or r.amount_amount_minor <> (
    select sum((s ->> 'grossMinor')::bigint + (s ->> 'taxMinor')::bigint + (s ->> 'shippingMinor')::bigint - (s ->> 'discountMinor')::bigint)
    from jsonb_array_elements(r.split) s)
union all
select p.id::text from payment p
where p.amount_amount_minor <> (select sum((charge ->> 'worthMinor')::bigint) from jsonb_array_elements(p.lines || p.shipping) charge)
union all
select coalesce(charge ->> 'orderItemId', charge ->> 'shippingId') from payment p, jsonb_array_elements(p.lines || p.shipping) charge
where (charge ->> 'worthMinor')::bigint < (
  select sum((gone ->> 'amountMinor')::bigint) from (
    select lines from refund r where r.payment_id = p.id and r.status <> 'FAILED'
    union all select lines from dispute d where d.payment_id = p.id and d.status in ('OPEN', 'LOST')) back, jsonb_array_elements(back.lines) gone
  where gone ->> 'orderItemId' = coalesce(charge ->> 'orderItemId', charge ->> 'shippingId'))`,
  ),
  invariant(
    'payments',
    'always',
    'what goes through a provider can be charged',
    'Where a currency has three decimals, providers take and give back no single fils.',
    `select id::text as what from payment where captured_at is not null and amount_currency in (${THREE_DECIMALS}) and amount_amount_minor % 10 <> 0
union all
select id::text from refund where status = 'SUCCEEDED' and amount_currency in (${THREE_DECIMALS}) and amount_amount_minor % 10 <> 0`,
  ),
  invariant(
    'payments',
    'always',
    'what is captured is known to its provider',
    'Captured payments have the provider’s id and are closed.',
    `select id::text as what from payment
where status in ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED') and (provider_payment_id is null or captured_at is null or not closed)`,
  ),
  invariant(
    'payments',
    'always',
    'documents are numbered without a gap',
    'By seller, kind and year, as many as were counted.',
    `select s.seller_id || ' ' || s.kind || ' ' || s.year as what from document_series s
where s.last <> (select count(*) from payment_document d where coalesce(d.seller_id, '00000000-0000-0000-0000-000000000000') = s.seller_id
  and d.kind = s.kind and d.number like '%-' || s.year || '-%')`,
  ),
  invariant(
    'payments',
    'always',
    'a document is what it lists',
    'Its lines add up to it; a receipt is of the whole payment, and the invoices of it, like the credit notes of a refund or of a lost dispute, add up to the same; what a bank has returned is billed again.',
    `select d.id::text as what from payment_document d
where d.total_amount_minor <> (select coalesce(sum((line ->> 'amountMinor')::bigint), 0) from jsonb_array_elements(d.lines) line)
union all
select p.id::text from payment p where documented and (
  p.amount_amount_minor <> (select sum(total_amount_minor) from payment_document d where d.reference = p.id and d.kind = 'RECEIPT')
  or p.amount_amount_minor <> (select sum(total_amount_minor) from payment_document d where d.reference = p.id and d.kind = 'INVOICE'))
union all
select r.id::text from refund r
where credited and r.amount_amount_minor <> (select coalesce(sum(total_amount_minor), 0) from payment_document d where d.reference = r.id)
union all
select d.id::text from dispute d cross join lateral (
  select coalesce(sum(total_amount_minor) filter (where kind = 'CREDIT_NOTE'), 0) as credited,
    coalesce(sum(total_amount_minor) filter (where kind = 'INVOICE'), 0) as billed
  from payment_document p where p.reference = d.id) papers
cross join lateral (select coalesce(sum((line ->> 'amountMinor')::bigint), 0) as minor from jsonb_array_elements(d.lines) line) lost
where papers.credited <> case when d.credited then lost.minor else 0 end or papers.billed <> case when d.billed_again then lost.minor else 0 end`,
  ),
  invariant(
    'payments',
    'settled',
    'what was captured or went back is documented',
    'Every payment has its receipt and invoices, and every refund and lost dispute its credit notes.',
    `select id::text as what from payment where captured_at is not null and not documented
union all
select id::text from refund where status = 'SUCCEEDED' and not credited
union all
select id::text from dispute where (status = 'LOST' and not credited) or (status = 'WON' and credited and not billed_again)`,
  ),
  invariant(
    'payments',
    'settled',
    'every refund has ended',
    'None is still on its way.',
    `select id::text as what from refund where status = 'PENDING'`,
  ),
  invariant(
    'payments',
    'settled',
    'no word of a provider is parked',
    'What the provider told us fitted a payment of ours.',
    `select id as what from provider_event where status = 'PARKED'`,
  ),
];

const ledger = [
  invariant(
    'ledger',
    'always',
    'every transaction balances',
    'In each currency, what is debited is credited; none is empty.',
    `select t.id::text as what from ledger_transaction t left join ledger_entry e on e.transaction_id = t.id
group by t.id, e.currency having count(e.id) = 0 or sum(case e.direction when 'CREDIT' then e.amount_minor else -e.amount_minor end) <> 0`,
  ),
  invariant(
    'ledger',
    'always',
    'a balance is the sum of its entries',
    'The stored balance of each account can be added up again.',
    `select a.code || ' ' || a.currency as what from ledger_account a
where a.balance_minor <> (select coalesce(sum(case direction when 'CREDIT' then amount_minor else -amount_minor end), 0)
  from ledger_entry e where e.account_id = a.id)`,
  ),
  invariant(
    'ledger',
    'always',
    'a closing balance is the sum of its entries',
    'What an account held at the end of a closed day can be added up again; entries are dated as their transactions are.',
    `select account_id || ' ' || day as what from (
  select c.account_id, c.day, c.balance_minor, sum(e.net) as net
  from closing_balance c join (
    select account_id, (at at time zone 'UTC')::date as day, sum(case direction when 'CREDIT' then amount_minor else -amount_minor end) as net
    from ledger_entry group by 1, 2
  ) e on e.account_id = c.account_id and e.day <= c.day
  group by 1, 2, 3
) closed where balance_minor <> net
union all
select e.id::text from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where e.at <> t.at`,
  ),
  invariant(
    'ledger',
    'always',
    'nothing decided is held',
    'A dispute whose loss stands in the books holds no seller’s money any more.',
    `select s.dispute_id::text as what from disputed_share s
where exists (select from ledger_transaction t where t.kind in ('DISPUTE', 'DISPUTE_FEE') and t.reference = s.dispute_id::text)`,
  ),
  invariant(
    'ledger',
    'always',
    'clearing accounts are empty',
    'Whatever comes through a provider goes on to somebody in the same transaction.',
    `select code || ' ' || currency as what from ledger_account where code in ('STRIPE_CLEARING', 'RAZORPAY_CLEARING') and balance_minor <> 0`,
  ),
  invariant(
    'ledger',
    'always',
    'what providers keep is borne by the platform',
    'In each currency PROVIDER_EXTERNAL holds what PROVIDER_FEES has spent.',
    `select currency as what from ledger_account where code in ('PROVIDER_FEES', 'PROVIDER_EXTERNAL') group by currency having sum(balance_minor) <> 0`,
  ),
];

const payouts = [
  invariant(
    'ledger',
    'always',
    'payouts are in the books',
    'What waits in PAYOUTS_CLEARING are the pending payouts, and what is in SELLER_EXTERNAL are the paid ones.',
    `select coalesce(a.code, p.code) || ' ' || coalesce(a.currency, p.currency) as what
from (select code, currency, balance_minor from ledger_account where code in ('PAYOUTS_CLEARING', 'SELLER_EXTERNAL')) a
full join (
  select case status when 'PENDING' then 'PAYOUTS_CLEARING' else 'SELLER_EXTERNAL' end as code, amount_currency as currency,
    sum(amount_amount_minor) as minor
  from payout where status <> 'FAILED' group by 1, 2
) p on p.code = a.code and p.currency = a.currency
where coalesce(a.balance_minor, 0) <> coalesce(p.minor, 0)`,
  ),
  invariant(
    'ledger',
    'always',
    'what is paid out can be sent',
    'Where a currency has three decimals, no single fils is.',
    `select id::text as what from payout where status <> 'FAILED' and amount_currency in (${THREE_DECIMALS}) and amount_amount_minor % 10 <> 0`,
  ),
  invariant(
    'ledger',
    'settled',
    'every payout has ended',
    'None is still on its way.',
    `select id::text as what from payout where status = 'PENDING'`,
  ),
  invariant(
    'payments',
    'always',
    'a transfer was sent, refused, or has no answer yet',
    'It is not both.',
    `select payout_id::text as what from transfer where transfer_id is not null and refusal_code is not null`,
  ),
];

/** What payments and the ledger must never say of money. */
export const moneyInvariants: readonly DomainInvariant[] = [...payments, ...ledger, ...payouts];
