import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Stock `@apollo/gateway` behind Apollo Server, from the folder that it runs in: `node apollo.ts PORT SUPERGRAPH`. */
const [port, supergraph] = process.argv.slice(2);
const requirePeer = createRequire(join(process.cwd(), 'package.json'));
const { ApolloGateway } = requirePeer('@apollo/gateway');
const { ApolloServer } = requirePeer('@apollo/server');
const { startStandaloneServer } = requirePeer('@apollo/server/standalone');

const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraph!, 'utf8') });
await startStandaloneServer(new ApolloServer({ gateway }), { listen: { port: Number(port), host: '127.0.0.1' } });
