import { json, type RouteRequest, type RouteResponse } from '@stoa/kit/subgraph';
import type { DomainContext } from '@stoa/kit/use-case';
import { BadNotice, type PaymentProvider } from '../provider/payment-provider.ts';
import type { ProviderName } from '../provider/provider-of.ts';
import { receiveNotice } from './receive-notice.ts';

/** Answers a webhook: 200 only once what it says is committed, so that the provider sends again what we lost. */
export async function answerNotice(
  context: DomainContext,
  name: ProviderName,
  provider: PaymentProvider | null,
  { body, headers }: Pick<RouteRequest, 'body' | 'headers'>,
): Promise<RouteResponse> {
  if (!provider) return json(404, { error: `${name} is not offered here` });
  try {
    await receiveNotice(context, name, provider.readNotice(body, headers));
    return json(200, { received: true });
  } catch (error) {
    if (error instanceof BadNotice) return json(400, { error: 'bad signature or body' });
    context.log.error({ err: error }, 'a webhook could not be taken');
    return json(500, { error: 'try again' });
  }
}
