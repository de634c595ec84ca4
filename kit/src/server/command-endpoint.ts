import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Domain } from '../subgraph/domain.ts';
import { parseJson } from './parse-json.ts';
import { BadRequest } from './refusals.ts';
import type { SignatureGate } from './signature-gate.ts';

const commandBody = z.object({ input: z.unknown().optional(), key: z.string().optional() });

/** Answers other domains' commands at `POST /commands/<name>`. A refusal is an answer too, with status 200. */
export function registerCommands(server: FastifyInstance, domain: Domain, gate: SignatureGate): void {
  server.post<{ Params: { name: string } }>('/commands/:name', async (request, reply) => {
    const body = commandBody.safeParse(parseJson(request.body));
    if (!body.success) throw new BadRequest('a command has an input and perhaps a key');
    const { input, key } = body.data;
    return reply.send(await domain.answer(request.params.name, input, key, gate.contextOf(request)));
  });
}
