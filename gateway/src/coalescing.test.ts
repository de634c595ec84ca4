import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { shop } from './testing/shop.ts';
import { type GraphqlAnswer, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

let house: TestGateway;
let issuer: TokenIssuer;
/** Answers that the catalogue holds back. */
let held: (() => void)[] = [];

beforeAll(async () => {
  issuer = await new TokenIssuer().addKey('key');
  house = await startTestGateway(shop, { jwks: issuer.jwks });
});
afterAll(async () => house.close());
afterEach(() => letGo());

function hold(): void {
  house.subgraphs['catalog']!.intercept = (_request, response, body) => {
    const isMutation = body.includes('mutation');
    const answer = { data: isMutation ? { rename: { __typename: 'Book', id: '1' } } : { products: [] } };
    const send = (): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    if (isMutation) send();
    else held.push(send);
    return true;
  };
}

function letGo(): void {
  for (const send of held) send();
  held = [];
}

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 6_000 && !condition(); attempt++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

const ANOTHER = '{ products { name } }';
const EMPTY: GraphqlAnswer = { data: { products: [] } };
const ask = (headers: Record<string, string> = {}, of: TestGateway = house) => of.ask('{ products { id } }', undefined, headers);

/** Another query goes the whole way, so that whatever was asked before has been begun or joined. */
async function settled(reads: number): Promise<void> {
  const before = held.length;
  const other = house.ask(ANOTHER);
  await until(() => held.length > before);
  expect(held).toHaveLength(reads + 1);
  held.pop()!();
  await other;
}

describe('equal queries at the same time', () => {
  it('are run once, and all are answered', async () => {
    hold();
    const answers = [ask(), ask(), ask()];
    await until(() => held.length > 0);
    await settled(1);
    letGo();
    expect(await Promise.all(answers)).toEqual([EMPTY, EMPTY, EMPTY]);
  });

  it('are run for each viewer', async () => {
    hold();
    const [one, two] = [await issuer.token(), await issuer.token({ sub: 'user-2' })];
    const answers = [
      ask({ authorization: `Bearer ${one}` }),
      ask({ authorization: `Bearer ${two}` }),
      ask(),
      ask({ 'user-agent': 'phone' }),
    ];
    await until(() => held.length === 3);
    await settled(3);
    letGo();
    await Promise.all(answers);
  });

  it('go on when one client goes away', async () => {
    hold();
    const leaving = new AbortController();
    const gone = fetch(house.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'x' },
      body: JSON.stringify({ query: '{ products { id } }' }),
      signal: leaving.signal,
    });
    await until(() => held.length === 1);
    const stays = ask({ 'user-agent': 'x' });
    await settled(1);
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await settled(1);
    letGo();
    expect(await stays).toEqual(EMPTY);
  });

  it('are not older than a mutation that this gateway has answered', async () => {
    hold();
    const before = ask();
    await until(() => held.length === 1);
    await house.ask('mutation { rename(id: 1, name: "new") { id } }');
    const after = ask();
    await until(() => held.length === 2);
    letGo();
    await Promise.all([before, after]);
  });

  it('are each run where that is switched off', async () => {
    const house = await startTestGateway(shop, { coalescing: false });
    const { calls } = house.subgraphs['catalog']!;
    await Promise.all([ask({}, house), ask({}, house)]);
    expect(calls).toHaveLength(2);
    await house.close();
  });
});

it('mutations that are equal are each run', async () => {
  const { calls } = house.subgraphs['catalog']!;
  house.subgraphs['catalog']!.intercept = undefined;
  calls.length = 0;
  const rename = () => house.ask('mutation { rename(id: 1, name: "new") { name } }');
  await Promise.all([rename(), rename()]);
  expect(calls).toHaveLength(2);
});
