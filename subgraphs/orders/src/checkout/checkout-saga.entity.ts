import { Entity } from '@stoa/kit/persistence';
import { SagaRow } from '@stoa/kit/saga';

/** How far the placing of an order has come. */
@Entity({ tableName: 'checkout_saga' })
export class CheckoutSaga extends SagaRow {}
