import { createServer, type IncomingMessage } from 'node:http';
import { Pool } from 'undici';

/**
 * What a gateway could cost at least: a server for just the two queries of the bench, with their subgraph calls, joins and
 * fields written by hand. `node floor.ts PORT ADDRESSES`, the addresses as a JSON object by subgraph.
 */
const [port, addresses] = process.argv.slice(2);
const pools = new Map(
  Object.entries(JSON.parse(addresses!) as Record<string, string>).map(([name, url]) => [
    name,
    new Pool(new URL(url).origin, { connections: 64 }),
  ]),
);
const headers = { 'content-type': 'application/json' };

interface Data {
  users: User[];
  people: User[];
  topProducts: Product[];
  goods: Product[];
  entities: Product[];
}
interface User {
  id: string;
  name: string;
  username: string;
  reviews: Review[];
}
interface Product {
  __typename?: string;
  upc: string;
  name: string;
  price: number;
  weight: number;
  inStock: boolean;
  shippingEstimate: number;
  reviews: Review[];
}
interface Review {
  id: string;
  body: string;
  author: User;
  product: Product;
}

async function ask(service: string, query: string, variables?: object): Promise<Data> {
  const body = JSON.stringify({ query, variables });
  const answer = await pools.get(service)!.request({ method: 'POST', path: '/graphql', headers, body });
  return ((await answer.body.json()) as { data: Data }).data;
}

const REVIEWS = `query ($people: [_Any!]!, $goods: [_Any!]!) {
  people: _entities(representations: $people) { ... on User { reviews { id body product { upc reviews { id body author { id reviews { id body product { upc } } } } } } } }
  goods: _entities(representations: $goods) { ... on Product { reviews { id body author { id reviews { id body product { upc } } } } } } }`;
const GOODS = 'query ($of: [_Any!]!) { entities: _entities(representations: $of) { ... on Product { upc name price weight } } }';
const PEOPLE = 'query ($of: [_Any!]!) { people: _entities(representations: $of) { ... on User { id username name } } }';
const STOCK = 'query ($of: [_Any!]!) { entities: _entities(representations: $of) { ... on Product { inStock shippingEstimate } } }';

const goodsRef = ({ upc }: Product): object => ({ __typename: 'Product', upc });
const peopleRef = ({ id }: User): object => ({ __typename: 'User', id });
const stockRef = ({ upc, price, weight }: Product): object => ({ __typename: 'Product', upc, price, weight });

async function addStock(goods: readonly Product[]): Promise<void> {
  const { entities } = await ask('inventory', STOCK, { of: goods.map(stockRef) });
  for (const [index, product] of goods.entries()) {
    product.inStock = entities[index]!.inStock;
    product.shippingEstimate = entities[index]!.shippingEstimate;
  }
}

/** Seven calls. */
async function heavy(): Promise<object> {
  const [{ users }, { topProducts }] = await Promise.all([
    ask('accounts', '{ users { id username name } }'),
    ask('products', '{ topProducts { upc name price weight } }'),
  ]);
  const [reviewed] = await Promise.all([
    ask('reviews', REVIEWS, { people: users.map(peopleRef), goods: topProducts.map(goodsRef) }),
    addStock(topProducts),
  ]);
  const goods = new Map<string, Product>();
  const people = new Map<string, User>();
  const meet = (reviews: readonly Review[]): void => {
    for (const { author, product } of reviews) {
      if (author) {
        if (!people.has(author.id)) people.set(author.id, author);
        meet(author.reviews);
      }
      if (product) {
        if (!goods.has(product.upc)) goods.set(product.upc, product);
        if (product.reviews) meet(product.reviews);
      }
    }
  };
  for (const { reviews } of reviewed.people) meet(reviews);
  for (const { reviews } of reviewed.goods) meet(reviews);
  const [{ people: named }] = await Promise.all([ask('accounts', PEOPLE, { of: [...people.values()].map(peopleRef) }), fillGoods(goods)]);
  const names = new Map(named.map((user) => [user.id, user]));

  const withReviews = (reviews: readonly Review[]): object[] =>
    reviews.map(({ id, body, author, product }) => ({
      id,
      body,
      ...(product && { product: withProduct(product) }),
      ...(author && { author: { ...names.get(author.id), reviews: withReviews(author.reviews) } }),
    }));
  const withProduct = ({ upc, reviews }: Product): object => {
    const { name, price, weight, inStock, shippingEstimate } = goods.get(upc)!;
    return { upc, name, price, weight, inStock, shippingEstimate, ...(reviews && { reviews: withReviews(reviews) }) };
  };
  return {
    users: users.map(({ id, username, name }, index) => ({ id, username, name, reviews: withReviews(reviewed.people[index]!.reviews) })),
    topProducts: topProducts.map(({ upc, name, price, weight, inStock, shippingEstimate }, index) => ({
      upc,
      name,
      price,
      weight,
      inStock,
      shippingEstimate,
      reviews: withReviews(reviewed.goods[index]!.reviews),
    })),
  };
}

async function fillGoods(goods: Map<string, Product>): Promise<void> {
  const { entities } = await ask('products', GOODS, { of: [...goods.values()].map(goodsRef) });
  await addStock(entities);
  for (const product of entities) goods.set(product.upc, product);
}

/** Two calls. */
async function light(): Promise<object> {
  const { topProducts } = await ask('products', '{ topProducts(first: 5) { upc name price } }');
  const { entities } = await ask(
    'inventory',
    'query ($of: [_Any!]!) { entities: _entities(representations: $of) { ... on Product { inStock } } }',
    {
      of: topProducts.map(goodsRef),
    },
  );
  return { topProducts: topProducts.map(({ upc, name, price }, index) => ({ upc, name, price, inStock: entities[index]!.inStock })) };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end();
  const { query } = JSON.parse(await read(request)) as { query: string };
  const data = query.startsWith('query Heavy') ? await heavy() : await light();
  const body = Buffer.from(JSON.stringify({ data }));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}).listen(Number(port), '127.0.0.1');

process.once('SIGTERM', () => process.exit());
