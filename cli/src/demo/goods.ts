import { until } from './graph-client.ts';
import type { Person } from './shop.ts';

/** What one shop of the demo sells. */
export interface Offer {
  readonly name: string;
  readonly description: string;
  readonly categorySlug: string;
  readonly amountMinor: number;
}

export const lamps: readonly Offer[] = [
  { name: 'Brass lamp', description: 'A desk lamp of solid brass with a linen shade.', categorySlug: 'home', amountMinor: 4_000 },
  { name: 'Clay lamp', description: 'An oil lamp thrown by hand, after one from the agora.', categorySlug: 'home', amountMinor: 1_900 },
  { name: 'Storm lantern', description: 'Burns for twelve hours, and in any wind.', categorySlug: 'home', amountMinor: 3_450 },
  { name: 'Reading light', description: 'Clips to a book and lasts for forty hours.', categorySlug: 'electronics', amountMinor: 2_200 },
  { name: 'Solar string', description: 'Ten metres of small lights that need no socket.', categorySlug: 'electronics', amountMinor: 2_800 },
  {
    name: 'Lighthouse shirt',
    description: 'Heavy cotton, printed with the tower of Pharos.',
    categorySlug: 'clothing',
    amountMinor: 2_500,
  },
];

export const books: readonly Offer[] = [
  { name: 'Meditations', description: 'Marcus Aurelius to himself; clothbound.', categorySlug: 'books', amountMinor: 2_000 },
  {
    name: 'Letters from a Stoic',
    description: 'Seneca writes to Lucilius about time and anger.',
    categorySlug: 'books',
    amountMinor: 1_600,
  },
  { name: 'The Enchiridion', description: 'The handbook of Epictetus, for the pocket.', categorySlug: 'books', amountMinor: 900 },
  { name: 'Elements', description: 'The thirteen books of Euclid with all figures.', categorySlug: 'study-resources', amountMinor: 5_200 },
  {
    name: 'Greek flash cards',
    description: 'Five hundred words on cards, with a box.',
    categorySlug: 'study-resources',
    amountMinor: 1_450,
  },
  { name: 'Linen tote', description: 'Carries nine books and does not mind.', categorySlug: 'clothing', amountMinor: 1_200 },
];

/** A product with its only variant. */
export interface Listed {
  readonly name: string;
  readonly variantId: string;
}

interface Shelf {
  readonly nodes: readonly { readonly name: string; readonly variants: readonly { readonly id: string }[] }[];
}

/** Lists what the shop does not offer yet. Answers all of it, and how much of it is new. */
export async function listGoods(seller: Person, offers: readonly Offer[]): Promise<{ listed: Map<string, Listed>; added: number }> {
  const query = 'query ($sellerId: ID!) { products(filter: { sellerId: $sellerId }, first: 50) { nodes { name variants { id } } } }';
  const { products } = await seller.client.ask<{ products: Shelf }>(query, { sellerId: seller.sellerId });
  const listed = new Map(products.nodes.map(({ name, variants }) => [name, { name, variantId: variants[0]!.id }]));
  const missing = offers.filter(({ name }) => !listed.has(name));
  for (const { amountMinor, ...offer } of missing) {
    const input = { ...offer, price: { amountMinor, currency: 'USD' } };
    const { createProduct } = await seller.client.ask<{ createProduct: Shelf['nodes'][number] }>(
      'mutation ($input: CreateProductInput!) { createProduct(input: $input) { name variants { id } } }',
      { input },
    );
    listed.set(offer.name, { name: offer.name, variantId: createProduct.variants[0]!.id });
  }
  return { listed, added: missing.length };
}

/** A variant's figures, as only its seller sees them. */
export interface Figures {
  readonly total: number;
  readonly available: number;
  readonly reserved: number;
  readonly allocated: number;
  readonly sold: number;
}

const FIGURES = `query ($name: String!, $sellerId: ID!) {
  products(filter: { search: $name, sellerId: $sellerId }, first: 50) {
    nodes { variants { id stock { total available reserved allocated sold } } } } }`;

interface WithFigures {
  readonly nodes: readonly { readonly variants: readonly { readonly id: string; readonly stock: Figures | null }[] }[];
}

/** How many there are and who holds them; null while inventory has not heard of a product that was just listed. */
export async function figuresOf(seller: Person, { name, variantId }: Listed): Promise<Figures | null> {
  const { products } = await seller.client.ask<{ products: WithFigures }>(FIGURES, { name, sellerId: seller.sellerId });
  return products.nodes.flatMap(({ variants }) => variants).find(({ id }) => id === variantId)?.stock ?? null;
}

export const figuresText = ({ total, available, reserved, allocated, sold }: Figures): string =>
  `${total} on hand: ${available} available, ${reserved} reserved, ${allocated} allocated; ${sold} sold`;

/** Fills the shelves where they have become empty; the figure that is set is what is on hand. */
export async function stockUp(seller: Person, goods: Iterable<Listed>, least: number, full: number): Promise<number> {
  let filled = 0;
  for (const listed of goods) {
    const { total, available } = await until(`inventory knows ${listed.name}`, () => figuresOf(seller, listed));
    if (available >= least) continue;
    const set = 'mutation ($variantId: ID!, $total: Int!) { setStock(variantId: $variantId, total: $total) { total } }';
    await seller.client.ask(set, { variantId: listed.variantId, total: total - available + full });
    filled += 1;
  }
  return filled;
}
