import { job, seconds } from '@stoa/kit/jobs';
import { resumeSagas } from '@stoa/kit/saga';
import { checkoutSaga } from './checkout.saga.ts';

export const resumeSagasOfCheckout = job('orders.resumeSagas', seconds(2), (context) => resumeSagas(context, checkoutSaga));
