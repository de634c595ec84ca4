import type { ReadCall } from '../call.ts';
import { renderList, takePage } from '../page.ts';
import { answerWithIntent, readExpansion } from './expand-intent.ts';
import { findIntent } from './find-intent.ts';

/** `GET /v1/payment_intents/:id`, with a secret key, or with a publishable one and the client secret. */
export function retrieveIntent(call: ReadCall): object {
  const { caller, parameters, state } = call;
  const intent = findIntent(call);
  const expansion = readExpansion(parameters);
  parameters.ignore('key');
  if (caller === 'secret') parameters.refuseOthers();
  return answerWithIntent({ caller, draft: state }, intent, expansion);
}

/** `GET /v1/payment_intents`, newest first, by creation. */
export function listIntents({ caller, parameters, state }: ReadCall): object {
  const expansion = readExpansion(parameters, 'data.');
  const { items, hasMore } = takePage(state.intents, 'payment_intent', parameters);
  parameters.refuseOthers();
  const data = items.map((intent) => answerWithIntent({ caller, draft: state }, intent, expansion));
  return renderList('/v1/payment_intents', data, hasMore);
}
