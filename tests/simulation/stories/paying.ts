import { SANDBOX_PUBLISHABLE_KEY, SANDBOX_RAZORPAY_KEY_ID } from '../../../cli/src/sandboxes.ts';
import { answered, firstOf, type Outcome, ordered, type Purchase, paid, type Scene, type Thread, type Wish, wish } from './wish.ts';

const GOOD_CARD = 'pm_card_visa';
const BAD_CARD = 'pm_card_visa_chargeDeclined';
const GOOD_INSTRUMENTS = [
  ['card', '4111111111111111'],
  ['upi', 'success@razorpay'],
  ['wallet', 'olamoney'],
] as const;
const BAD_INSTRUMENT = ['card', '4000000000000002'] as const;
const VERIFY = 'mutation ($input: VerifyPaymentInput!) { verifyPayment(input: $input) { id } }';

/** The buyer's browser pays at the provider; whatever the provider says to that, we hear of it by webhook, or by asking. */
export function paying(scene: Scene, purchase: Purchase): Thread {
  const { random } = scene;
  const good = random.chance(0.85);
  const pay = purchase.provider === 'STRIPE' ? byStripe(scene, purchase, good) : byRazorpay(scene, purchase, good);
  return [pay, ...(good ? [] : [byAnother(scene, purchase)]), ...(random.chance(0.15) ? [verify(scene, purchase)] : [])];
}

/** Some try again with what is good. */
function byAnother(scene: Scene, purchase: Purchase): Wish {
  const triesAgain = scene.random.chance(0.5);
  const pay = purchase.provider === 'STRIPE' ? byStripe(scene, purchase, true) : byRazorpay(scene, purchase, true);
  return triesAgain ? pay : wish('give up', async () => 'done');
}

const byStripe = (scene: Scene, purchase: Purchase, good: boolean): Wish =>
  payBy(scene, purchase, `pay with a ${good ? 'good' : 'bad'} card`, ({ id, secret }) => {
    const body = { payment_method: good ? GOOD_CARD : BAD_CARD, client_secret: secret ?? '', key: SANDBOX_PUBLISHABLE_KEY };
    return scene.world.providers.ask('stripe', `/v1/payment_intents/${id}/confirm`, new URLSearchParams(body));
  });

function byRazorpay(scene: Scene, purchase: Purchase, good: boolean): Wish {
  const [method, instrument] = good ? scene.random.pick(GOOD_INSTRUMENTS) : BAD_INSTRUMENT;
  return payBy(scene, purchase, `pay by ${method} at Razorpay`, ({ id }) =>
    scene.world.providers.ask('razorpay', '/_sandbox/checkout', { key: SANDBOX_RAZORPAY_KEY_ID, order_id: id, method, instrument }),
  );
}

interface ToPay {
  readonly id: string;
  readonly secret: string | null;
}

function payBy({ world }: Scene, purchase: Purchase, what: string, pay: (payment: ToPay) => Promise<unknown>): Wish {
  const attempt = (): Promise<Outcome> =>
    answered(async () => {
      const payment = await firstOf(
        world.rows<ToPay>(
          'payments',
          'select provider_payment_id as id, client_secret as secret from payment where order_id = $1 and provider_payment_id is not null',
          [purchase.orderId],
        ),
      );
      purchase.providerPaymentId = payment.id;
      await pay(payment);
    });
  return wish(what, attempt, { ready: ordered(purchase) });
}

/** The buyer's page asks us to look at once. */
function verify({ world }: Scene, purchase: Purchase): Wish {
  const attempt = (): Promise<Outcome> =>
    answered(async () => {
      const { id } = await firstOf(
        world.rows<{ id: string }>('payments', 'select id from payment where order_id = $1', [purchase.orderId]),
      );
      await world.ask('payments', purchase.buyer, VERIFY, { input: { paymentId: id } });
    });
  return wish('have the payment verified', attempt, { ready: paid(purchase) });
}
