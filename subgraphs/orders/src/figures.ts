import { gauge } from '@stoa/kit/figures';

export const orderFigures = [
  gauge('stoa_orders_unpaid', 'Orders that wait for their payment.', `select count(*) as value from orders where status = 'PENDING'`),
  gauge(
    'stoa_orders_unpaid_overdue',
    'Orders whose time to pay was over two minutes ago, and that nobody has ended.',
    `select count(*) as value from orders where status = 'PENDING' and payment_due_at < now() - interval '2 minutes'`,
  ),
];
