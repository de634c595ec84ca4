import { Refused } from '../graph.ts';
import type { Seeded } from '../seeded.ts';
import type { Person } from './person.ts';
import type { Provider } from './scene.ts';

const GOOD_CARD = 'pm_card_visa';
const BAD_CARD = 'pm_card_visa_chargeDeclined';
const GOOD_NUMBER = '4111111111111111';
const BAD_NUMBER = '4000000000000002';
const RAZORPAY_KEY = 'rzp_test_sandbox';
const VERIFY = 'mutation ($input: VerifyPaymentInput!) { verifyPayment(input: $input) { status } }';

export interface ToPay {
  readonly id: string;
  readonly clientSecret: string | null;
  readonly providerPaymentId: string;
}

/** Pays where the buyer is, with a good card or a bad one; answers the provider's name of what paid. */
export const pay = (provider: Provider, buyer: Person, payment: ToPay, good: boolean, random: Seeded): Promise<string> =>
  provider === 'STRIPE' ? payByStripe(buyer, payment, good) : payByRazorpay(buyer, payment, good, random);

async function payByStripe(buyer: Person, { clientSecret, providerPaymentId }: ToPay, good: boolean): Promise<string> {
  const card = good ? GOOD_CARD : BAD_CARD;
  const body = new URLSearchParams({ payment_method: card, client_secret: clientSecret!, key: 'pk_test_sandbox' });
  await buyer.until(async () => {
    const url = `${buyer.market.stripeUrl}/v1/payment_intents/${providerPaymentId}/confirm`;
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
    // Whoever has paid, or was declined and is closed by now, is told so.
    if (response.ok || response.status === 402) return;
    const { error } = (await response.json()) as { error: { code: string } };
    if (error.code !== 'payment_intent_unexpected_state') throw new Refused(error.code, 'not paid');
  });
  return providerPaymentId;
}

interface Handed {
  readonly razorpay_payment_id?: string;
  readonly razorpay_signature?: string;
  readonly error?: { readonly description: string; readonly reason: string };
}

/** Checkout in the browser has its own memory of what was paid: asked again after a lost answer, it tells the same attempt. */
async function payByRazorpay(buyer: Person, { id, providerPaymentId }: ToPay, good: boolean, random: Seeded): Promise<string> {
  const handed = await buyer.until(async () => {
    const response = await fetch(`${buyer.market.razorpayUrl}/_sandbox/checkout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: RAZORPAY_KEY, order_id: providerPaymentId, method: 'card', instrument: good ? GOOD_NUMBER : BAD_NUMBER }),
      signal: AbortSignal.timeout(10_000),
    });
    return (await response.json()) as Handed;
  });
  const { razorpay_payment_id: attemptId, razorpay_signature: signature } = handed;
  if (!attemptId || !signature) return '';
  // Some pages are closed before they can tell us; then the webhook does, or being asked.
  if (random.chance(0.6)) await buyer.askOrNull(VERIFY, { input: { paymentId: id, providerPaymentId: attemptId, signature } });
  return attemptId;
}
