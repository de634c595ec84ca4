import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askedCommands } from '../../cli/src/asked-commands.ts';
import { loadManifest, root } from '../../cli/src/workspace.ts';

/** Points that no storm can come to, with the reason. The tests of the event layer crash there. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'sequencer.after-commit': 'is in the embedded bus, which one process has alone',
  'calling:stripe.retrieveRefund':
    "is where a refund waits at its bank, which Stripe's sandbox has none do; payment-port.test.ts crashes there",
  'called:stripe.retrieveRefund':
    "is where a refund waits at its bank, which Stripe's sandbox has none do; payment-port.test.ts crashes there",
  'routed:/outside-accounts':
    'is where the token of another issuer comes, of which a storm has none: an account is made in one transaction, or found',
  'consume.before-dead-letter': 'comes where a handler fails for good, which would be a violation already',
};

/**
 * The named crash points that a process of these subgraphs can come to, read from the product: what it publishes, asks and serves,
 * its sagas' steps, and what it asks providers.
 */
export async function crashPointsOf(subgraphs: readonly string[]): Promise<string[]> {
  const points = new Set<string>();
  for (const name of subgraphs) {
    const { publishes, handlers, routes } = await loadManifest(name);
    if (publishes.length > 0) for (const at of ['before-publish', 'after-publish', 'after-mark']) points.add(`relay.${at}`);
    if (handlers.length > 0) for (const at of ['before-commit', 'after-commit']) points.add(`consume.${at}`);
    for (const event of publishes) points.add(`committed:${event.name}`);
    for (const command of await askedCommands(name)) for (const place of ['asking', 'answered']) points.add(`${place}:${command}`);
    for (const { path } of routes) points.add(`routed:${path}`);
    for (const point of writtenPoints(name)) points.add(point);
  }
  return [...points].filter((point) => !(point in ELSEWHERE)).sort();
}

const SAGA = /: Saga<[\s\S]*?name: '([\w-]+)'[\s\S]*?steps: \{\n([\s\S]*?)\n {2}\},\n/g;
const STEP = /^ {4}(\w+): \{$/gm;
/** Who is asked stands in the name of the client that asks. */
const CLIENT = /\basking\b.*from '.\/(\w+)-client\.ts'/;
const QUESTION = /\basking\('(\w+)'/g;

/** Names that stand in the code of a subgraph and nowhere else: those of its sagas' steps, and of its questions to a provider. */
function writtenPoints(subgraph: string): string[] {
  const folder = join(root, 'subgraphs', subgraph, 'src');
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !file.includes('testing'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const sagas = texts.flatMap((text) => [...text.matchAll(SAGA)]).map(([, name = '', steps = '']) => ({ name, steps }));
  const questions = texts.flatMap((text) => {
    const provider = CLIENT.exec(text)?.[1];
    return provider ? [...text.matchAll(QUESTION)].map(([, question]) => `${provider}.${question}`) : [];
  });
  return [
    ...sagas.flatMap(({ name, steps }) => [`finished:${name}`, ...[...steps.matchAll(STEP)].map(([, step]) => `advanced:${name}.${step}`)]),
    ...questions.flatMap((name) => [`calling:${name}`, `called:${name}`]),
  ];
}
