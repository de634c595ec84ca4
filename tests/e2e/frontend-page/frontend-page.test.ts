import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadSupergraph } from '@stoa/gateway/plan/supergraph';
import { sampleVideo } from '@stoa/sandbox/testing/sample-video';
import { SeeVideoDocument } from '@stoa/schema/generated/operations/e2e';
import { concatAST, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import * as sse from 'graphql-sse';
import * as ws from 'graphql-ws';
import { buy } from '../support/buying.ts';
import { aSeller, goods, type Person } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';
import { PNG, putPart, requestVideo } from '../support/uploads.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const PAGE = read('docs/frontend.md');
const snippetsIn = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, snippet]) => snippet!);

/** What the page's program has made, for what a page cannot show: that a connection breaks. */
interface Made {
  followOrder(orderId: string, show: (status: string) => void): Promise<void>;
  readonly client: ws.Client;
  upload(file: Blob, fileName: string, purpose: string, show: (percent: number) => void): Promise<string>;
  sendParts(fileId: string, file: Blob, show: (percent: number) => void): Promise<string>;
}

const GIVEN = ['endpoint', 'email', 'password', 'orderId', 'variantId', 'manifest', 'console', 'packages'];
const AsyncFunction = (async () => undefined).constructor as new (...texts: string[]) => (...given: unknown[]) => Promise<Made>;

let shop: Shop;
let buyer: Person;
let orderId: string;
let made: Made;
const printed: string[] = [];
const code = snippetsIn('ts').join('\n');

beforeAll(async () => {
  shop = await openShop();
  // Sellers buy, too, and have more to upload.
  buyer = await aSeller(shop);
  const { variantId } = await goods(await aSeller(shop), 'Lamp', 2_000, 5, { prices: [{ amountMinor: 3_100, currency: 'JPY' }] });
  orderId = (await buy(shop, buyer, variantId)).order.id;
  const { me } = await buyer.ask<{ me: { email: string } }>('{ me { email } }');
  // They are one program, as whoever reads the page from its top takes them; where it imports, it is given the package.
  const program = stripTypeScriptTypes(code).replace(
    /^import \{ (\w+)(?: as (\w+))? \} from '([\w-]+)';$/gm,
    (_all, name: string, alias: string | undefined, from: string) => `const { ${name}: ${alias ?? name} } = packages['${from}'];`,
  );
  made = await new AsyncFunction(...GIVEN, `${program}\nreturn { followOrder, client, upload, sendParts };`)(
    shop.platform.url,
    me.email,
    'correct horse',
    orderId,
    variantId,
    JSON.parse(read('schema/generated/operations/e2e.json')),
    { log: (...values: unknown[]) => void printed.push(values.map(String).join(' ')) },
    { 'graphql-ws': ws, 'graphql-sse': sse },
  );
}, 240_000);
afterAll(async () => {
  await made?.client.dispose();
  await shop.close();
});

test('the TypeScript of the page prints what the page says', () => {
  const said = [...code.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
  expect(printed).toEqual(said);
  expect(said.length).toBeGreaterThan(4);
});

test('what follows an order goes on where it was when the connection breaks, and stops at the end', async () => {
  const statuses: string[] = [];
  const followed = made.followOrder(orderId, (status) => void statuses.push(status));
  await until('the present state came', async () => statuses.length > 0);
  made.client.terminate();
  await buyer.ask('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id: orderId });
  await followed;
  expect(statuses).toEqual(['CONFIRMED', 'CANCELLED']);
});

test('what cannot be followed is not tried again', async () => {
  const nobodys = made.followOrder('01a1fd00-0000-7000-8000-000000000000', () => undefined);
  await expect(nobodys).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('files go up whole or in parts, and one that was cut off is gone on with', async () => {
  const status = async (id: string) => (await buyer.ask(SeeVideoDocument, { id })).mediaFile!.status;
  const picture = await made.upload(new Blob([new Uint8Array(PNG)], { type: 'image/png' }), 'me.png', 'AVATAR', () => undefined);
  await until('it was made anew', async () => (await status(picture)) === 'READY');
  const bytes = sampleVideo(18 * 1024 * 1024);
  const video = new Blob([new Uint8Array(bytes)], { type: 'video/mp4' });
  const whole: number[] = [];
  expect(await status(await made.upload(video, 'one.mp4', 'LECTURE_VIDEO', (percent) => whole.push(percent)))).not.toBe('AWAITING_UPLOAD');
  const { fileId, parts } = await requestVideo(buyer, bytes.length);
  await putPart(parts[1]!, bytes);
  const rest: number[] = [];
  expect(await status(await made.sendParts(fileId, video, (percent) => rest.push(percent)))).not.toBe('AWAITING_UPLOAD');
  expect({ whole, rest }).toEqual({ whole: [0, 100], rest: [44, 100] });
});

const documents = snippetsIn('graphql').map((text) => parse(text));

test('the operations of the page fit the graph', () => {
  const { apiSchema } = loadSupergraph(read('schema/supergraph.graphql'));
  expect(documents.length).toBeGreaterThan(1);
  expect(validate(apiSchema, concatAST(documents)).map(({ message }) => message)).toEqual([]);
});

// No compiler for these is at hand, so what they say of the graph and of HTTP is compared by its text.
test.each([
  'swift',
  'kotlin',
])('the %s of the page asks for operations of the page, with their variables, and sends headers that mean something', (language) => {
  const operations = new Map(
    documents
      .flatMap(({ definitions }) => definitions)
      .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
      .map((node) => [
        `${node.name?.value} ${node.operation}`,
        (node.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
      ]),
  );
  const text = snippetsIn(language).join('\n');
  const used = [...text.matchAll(/(\w+)(Query|Mutation|Subscription)\((.*)\)/g)];
  expect(used.length).toBeGreaterThan(0);
  for (const [, name, kind, given] of used) {
    const labels = [...given!.matchAll(/(\w+)(?::| =) /g)].map(([, label]) => label);
    expect(labels).toEqual(operations.get(`${name} ${kind!.toLowerCase()}`));
  }
  const headers = [...text.matchAll(/"([\w-]+)"(?:,|:) "(.*?)"/g)].map(([, name, value]) => `${name}: ${value!.split(' ')[0]}`);
  expect(headers).toEqual(['authorization: Bearer']);
  expect([...text.matchAll(/https:\/\/[\w./]+/g)].map(([url]) => new URL(url).pathname)).toEqual(expect.arrayContaining(['/graphql']));
});
