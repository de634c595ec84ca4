import { invalidRequest } from '../api-error.ts';
import type { Caller } from '../call.ts';
import type { Parameters } from '../parameters.ts';
import type { Intent } from '../records.ts';
import type { Lookup } from '../render.ts';
import { renderCharge, renderIntent, renderIntentForClient } from '../render.ts';

/** Which referred objects the client wants to have in place of their ids. */
export interface Expansion {
  latestCharge: boolean;
}

/** Reads `expand[]`; `prefix` is `data.` for lists. */
export function readExpansion(parameters: Parameters, prefix = ''): Expansion {
  const wanted = parameters.texts('expand');
  const unknown = wanted.find((name) => name !== `${prefix}latest_charge`);
  if (unknown !== undefined) {
    throw invalidRequest(`This property cannot be expanded (${unknown}).`, { code: 'property_cannot_be_expanded', param: 'expand' });
  }
  return { latestCharge: wanted.length > 0 };
}

/** The intent as this caller may see it. */
export function answerWithIntent(
  { caller, draft }: { caller: Caller; draft: Lookup },
  intent: Intent,
  { latestCharge }: Expansion,
): object {
  if (caller === 'publishable') return renderIntentForClient(intent, draft);
  const rendered = renderIntent(intent, draft);
  const charge = latestCharge && intent.latestChargeId ? draft.charge(intent.latestChargeId) : undefined;
  return charge ? { ...rendered, latest_charge: renderCharge(charge, draft) } : rendered;
}
