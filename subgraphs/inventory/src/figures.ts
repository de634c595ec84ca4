import { gauge } from '@stoa/kit/figures';

const LIVE = `from unnest(array['SOFT', 'HARD']) as known (state)
  left join (select status as state, expires_at from reservation where status in ('SOFT', 'HARD')) as held using (state) group by state`;

export const inventoryFigures = [
  gauge(
    'stoa_holds',
    'Reservations that hold stock: of carts (SOFT), and of orders that are not paid (HARD).',
    `select state, count(expires_at) as value ${LIVE}`,
    ['state'],
  ),
  gauge(
    'stoa_holds_overdue',
    'Reservations that hold stock beyond their deadline.',
    `select state, count(expires_at) filter (where expires_at < now() - interval '1 minute') as value ${LIVE}`,
    ['state'],
  ),
];
