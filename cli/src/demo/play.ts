import { entriesOf, entryText, trialBalance } from './books.ts';
import { type Cart, type CheckedOut, cartNow, checkOut, fillCart, orderBecomes, orderNow, pay } from './buy.ts';
import { report, ship } from './deliver.ts';
import { follow } from './follow.ts';
import { books, figuresOf, figuresText, type Listed, lamps, listGoods, stockUp } from './goods.ts';
import { GraphClient, until } from './graph-client.ts';
import { count, did, step } from './narrate.ts';
import { DEMO_PASSWORD, enter, enterAsAdmin, type Person, type Shop } from './shop.ts';

const LEAST_ON_THE_SHELF = 5;
const FULL_SHELF = 20;
/** Each of them sends a parcel. */
const SELLERS = 2;

interface Cast {
  readonly lampSeller: Person;
  readonly bookSeller: Person;
  readonly buyer: Person;
  readonly lamp: Listed;
  readonly book: Listed;
}

/** Walks a purchase from two shops to both doorsteps, through the gateway alone, and tells what each domain did. */
export async function play(shop: Shop): Promise<void> {
  const cast = await openShops(shop);
  await lookAround(shop);
  const cart = await fill(cast);
  const checkedOut = await goToCheckout(cast);
  step('The buyer watches order and parcels by two subscriptions, open before the payment');
  const live = await follow(cast.buyer.client, checkedOut.order.id, SELLERS);
  try {
    await payAtProvider(shop, cast, cart, checkedOut);
    await deliver(shop, cast, checkedOut);
  } finally {
    live.close();
  }
  await showBooks(shop, cast, checkedOut);
  sayWhatNext(shop, cast, checkedOut);
}

async function openShops(shop: Shop): Promise<Cast> {
  step('Two sellers open their shops, and a buyer comes');
  const lampSeller = await enter(shop, {
    name: 'Lamps of Piraeus',
    email: 'lamps@demo.stoa.test',
    firstName: 'Leda',
    lastName: 'Lampou',
    accountType: 'SELLER',
  });
  const bookSeller = await enter(shop, {
    name: 'Books at the Stoa',
    email: 'books@demo.stoa.test',
    firstName: 'Vasilis',
    lastName: 'Vivlos',
    accountType: 'SELLER',
  });
  const buyer = await enter(shop, {
    name: 'Zeno',
    email: 'zeno@demo.stoa.test',
    firstName: 'Zeno',
    lastName: 'of Citium',
    accountType: 'BUYER',
  });
  for (const { name, email, isNew } of [lampSeller, bookSeller, buyer])
    did('identity', `${name} (${email}) ${isNew ? 'opened an account' : 'logged in'}`);

  const [light, paper] = [await listGoods(lampSeller, lamps), await listGoods(bookSeller, books)];
  did('catalog', `${count(light.added + paper.added, 'product')} listed, ${light.listed.size + paper.listed.size} on offer`);
  const filled =
    (await stockUp(lampSeller, light.listed.values(), LEAST_ON_THE_SHELF, FULL_SHELF)) +
    (await stockUp(bookSeller, paper.listed.values(), LEAST_ON_THE_SHELF, FULL_SHELF));
  did('inventory', `${count(filled, 'shelf', 'shelves')} filled`);
  return { lampSeller, bookSeller, buyer, lamp: light.listed.get('Brass lamp')!, book: paper.listed.get('Meditations')! };
}

interface Found {
  readonly products: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly name: string;
      readonly price: { readonly formatted: string };
      readonly seller: { readonly displayName: string };
      readonly variants: readonly { readonly availability: { readonly available: number | null } }[];
    }[];
  };
}

async function lookAround({ url }: Shop): Promise<void> {
  step('Anybody looks for a "bras lamp", mistyped, and asks three domains in one query');
  const { products } = await new GraphClient(url).ask<Found>(`{
    products(filter: { search: "bras lamp" }, first: 3) {
      totalCount nodes { name price { formatted } seller { displayName } variants { availability { available } } } } }`);
  for (const { name, price, seller, variants } of products.nodes)
    did(
      'catalog',
      `${name}, ${price.formatted}; of ${seller.displayName} (identity); ${variants[0]!.availability.available} left (inventory)`,
    );
}

async function fill({ buyer, lampSeller, lamp, book }: Cast): Promise<Cart> {
  step('The buyer takes two lamps of one shop and a book of the other');
  const cart = await fillCart(buyer.client, [
    [lamp, 2],
    [book, 1],
  ]);
  did('cart', `${cart.items.length} lines, ${cart.total.formatted}, kept until ${new Date(cart.expiresAt).toLocaleTimeString('en-GB')}`);
  did('inventory', `${lamp.name}: ${figuresText((await figuresOf(lampSeller, lamp))!)}`);
  return cart;
}

async function goToCheckout({ buyer, lampSeller, lamp }: Cast): Promise<CheckedOut> {
  step('Checkout: the order is placed, the goods are set aside, the payment is prepared');
  const checkedOut = await checkOut(buyer.client);
  const { order, payment } = checkedOut;
  const { shipments } = await orderNow(buyer.client, order.id);
  did('orders', `${order.number} is ${order.status}`);
  did('inventory', `${lamp.name}: ${figuresText((await figuresOf(lampSeller, lamp))!)}`);
  did(
    'fulfillment',
    `${count(shipments.length, 'parcel')}, ${shipments.every(({ provisional }) => provisional) ? 'provisional until paid' : 'real'}`,
  );
  did('payments', `${payment.amount.formatted} to pay as ${payment.providerPaymentId}: ${payment.status}`);
  return checkedOut;
}

async function payAtProvider(shop: Shop, { buyer, lampSeller, lamp }: Cast, cart: Cart, checkedOut: CheckedOut): Promise<void> {
  step('The buyer pays at Stripe, as its script in a browser does');
  did('provider', `Stripe's sandbox says ${await pay(shop, checkedOut)}, and tells payments by a signed webhook`);
  const { payment } = await orderBecomes(buyer.client, checkedOut.order.id, 'CONFIRMED');
  did('payments', `the payment is ${payment.status}`);
  const figures = await until('the goods are sold', async () => {
    const now = await figuresOf(lampSeller, lamp);
    return now?.allocated === 0 && now;
  });
  did('inventory', `${lamp.name}: ${figuresText(figures)}`);
  const closed = await until('the cart is done', async () => {
    const now = await cartNow(buyer.client, cart.id);
    return now?.status === 'COMPLETED' && now;
  });
  did('cart', `the cart is ${closed.status}`);
}

async function deliver(shop: Shop, { buyer, lampSeller, bookSeller }: Cast, { order }: CheckedOut): Promise<void> {
  step('Both sellers pack and ship');
  const parcels: string[] = [];
  for (const [place, seller] of [lampSeller, bookSeller].entries()) parcels.push(await ship(shop, seller, order.number, place));
  await orderBecomes(buyer.client, order.id, 'SHIPPED');
  did('fulfillment', `handed to UPS: ${parcels.join(', ')}`);

  step('The carrier brings the parcels, and reports by signed webhooks');
  const stations = [
    ['IN_TRANSIT', 'Eleusis'],
    ['OUT_FOR_DELIVERY', 'Athens'],
    ['DELIVERED', 'Painted Porch'],
  ] as const;
  for (const [status, location] of stations) {
    for (const parcel of parcels) await report(shop, parcel, status, location);
    await until(`the parcels are ${status}`, async () =>
      (await orderNow(buyer.client, order.id)).shipments.every((each) => each.status === status),
    );
  }
  const { timeline } = await orderBecomes(buyer.client, order.id, 'DELIVERED');
  did('orders', timeline.map(({ to }) => to).join(' → '));
}

async function showBooks(shop: Shop, { lampSeller, bookSeller }: Cast, { order }: CheckedOut): Promise<void> {
  step('The administrator opens the books');
  const admin = await enterAsAdmin(shop);
  if (admin) {
    for (const entry of await entriesOf(admin, order.id)) did('ledger', entryText(entry));
    did('ledger', await trialBalance(admin));
  } else {
    did('identity', 'the administrator has another password; with STOA_ADMIN_PASSWORD set to it the demo shows the entries too');
  }
  for (const { name, client, sellerId } of [lampSeller, bookSeller]) {
    const query = 'query ($id: ID!) { seller(id: $id) { balance { formatted } } }';
    const { seller } = await client.ask<{ seller: { balance: { formatted: string } } }>(query, { id: sellerId });
    did('ledger', `${name} is owed ${seller.balance.formatted}, after the platform's fee of ten in a hundred`);
  }
}

function sayWhatNext({ url }: Shop, { buyer }: Cast, { order }: CheckedOut): void {
  console.log(`
That was ${order.number}. To look at it yourself, open ${url} in a browser and log in:
  mutation { logIn(input: { email: "${buyer.email}", password: "${DEMO_PASSWORD}" }) { accessToken } }
Then put { "authorization": "Bearer <accessToken>" } under Headers and ask across all domains:
  { order(number: "${order.number}") { status total { formatted } payment { status provider }
      items { quantity variant { product { name seller { displayName } } availability { available } } }
      shipments { status trackingNumber events { status location at } } timeline { to at } } }`);
}
