import { createServer, type IncomingMessage } from 'node:http';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { subgraphs } from './subgraphs.ts';

/**
 * One subgraph of the bench: `node subgraph-process.ts NAME PORT`.
 *
 * It computes the answer to each request body once and then answers with the same bytes, so that what is measured is
 * the gateway in front of it. `/calls` tells how often it was asked.
 */
const [name, port] = process.argv.slice(2);
const subgraph = subgraphs.find((each) => each.name === name);
if (!subgraph) throw new Error(`there is no subgraph ${name}`);
const schema = buildSubgraphSchema([{ typeDefs: parse(subgraph.sdl), resolvers: subgraph.resolvers as GraphQLResolverMap<unknown> }]);
const known = new Map<string, Buffer>();
let calls = 0;

async function answerTo(body: string): Promise<Buffer> {
  let answer = known.get(body);
  if (answer) return answer;
  const { query, variables, operationName } = JSON.parse(body) as { query: string; variables?: object; operationName?: string };
  const result = await graphql({ schema, source: query, variableValues: { ...variables }, operationName });
  if (result.errors) console.error(name, body, JSON.stringify(result.errors));
  answer = Buffer.from(JSON.stringify(result));
  known.set(body, answer);
  return answer;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response) => {
  if (request.url === '/calls') return void response.end(String(calls));
  calls++;
  const answer = await answerTo(await read(request));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');
