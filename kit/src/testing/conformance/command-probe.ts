import { system } from '../../auth/index.ts';
import type { CommandHandler, CommandReply } from '../../commands/index.ts';
import { newTraceparent } from '../../observability/index.ts';
import { newId } from '../../persistence/uuid.ts';
import { exampleOf } from '../example/example-of.ts';
import { changedTables } from '../table-state.ts';
import { startOutsider } from './outsider.ts';
import type { Probe, Subject } from './probe.ts';

/** Asks each command again, with the same and with other input, and from inside somebody else's transaction. */
export const commandProbe: Probe = {
  name: 'each command has its effect once per key, and knows nothing of the transaction that its caller is in',
  async faults(subject) {
    const faults: string[] = [];
    for (const handler of subject.manifest.commands)
      for (const check of [again, atOnce, fromInsideATransaction])
        faults.push(...(await checked(() => check(subject, handler))).map((fault) => `${handler.contract.name}: ${fault}`));
    return faults;
  },
};

/** An input that the contract takes and the code cannot stand is a fault of one of the two. */
async function checked(check: () => Promise<string[]>): Promise<string[]> {
  try {
    return await check();
  } catch (error) {
    return [`it fails unforeseen: ${String(error)}; give an ask in \`asks\`, or let the contract say what it takes`];
  }
}

async function inputFor({ subgraph, options }: Subject, { contract }: CommandHandler): Promise<unknown> {
  const prepared = options.asks?.find((ask) => ask.contract.name === contract.name);
  return prepared ? prepared.input(subgraph) : exampleOf(contract.input);
}

const ask = ({ subgraph }: Subject, { contract }: CommandHandler, input: unknown, key: string): Promise<CommandReply> =>
  subgraph.domain.answer(contract.name, JSON.parse(JSON.stringify(input)), key, { viewer: system, traceparent: newTraceparent() });

/** What changed is told by whoever changed it, and not again. */
const text = ({ changed: _, ...reply }: CommandReply): string => JSON.stringify(reply);

async function again(subject: Subject, handler: CommandHandler): Promise<string[]> {
  const { subgraph } = subject;
  const [input, other] = [await inputFor(subject, handler), await inputFor(subject, handler)];
  const key = newId();
  const before = await subgraph.state();
  const first = await ask(subject, handler, input, key);
  if ('refusal' in first) return [`it is refused with ${first.refusal.code}, so nothing is proved: give an ask in \`asks\``];
  // What sets a figure may set its deadline again; nothing else may move.
  const how = handler.keepsKey ? {} : { withoutTimes: true };
  const done = await subgraph.state(how);
  if (!handler.contract.reads && changedTables(before, await subgraph.state()).length === 0)
    return ['it has no effect, so nothing is proved: give an ask in `asks`'];
  const second = await ask(subject, handler, input, key);
  const faults: string[] = [];
  const changed = changedTables(done, await subgraph.state(how));
  if (changed.length > 0) faults.push(`asked again it has an effect again, on ${changed.join(', ')}`);
  if (handler.keepsKey && text(second) !== text(first)) faults.push(`asked again it answers ${text(second)} after ${text(first)}`);
  if (!handler.keepsKey) return faults;
  const conflict = await ask(subject, handler, other, key);
  if (!('refusal' in conflict) || conflict.refusal.code !== 'IDEMPOTENCY_CONFLICT')
    faults.push(`the same key with other input is answered ${text(conflict)}`);
  const after = changedTables(done, await subgraph.state());
  if (after.length > 0) faults.push(`the same key with other input writes to ${after.join(', ')}`);
  return faults;
}

async function atOnce(subject: Subject, handler: CommandHandler): Promise<string[]> {
  if (!handler.keepsKey) return [];
  const input = await inputFor(subject, handler);
  const key = newId();
  const replies = await Promise.all([1, 2, 3, 4].map(() => ask(subject, handler, input, key)));
  const answers = new Set(replies.map(text));
  return answers.size === 1 ? [] : [`asked four times at once it gives ${[...answers].join(' and ')}`];
}

async function fromInsideATransaction(subject: Subject, handler: CommandHandler): Promise<string[]> {
  const outsider = await startOutsider();
  try {
    const input = await inputFor(subject, handler);
    const faults: string[] = [];
    let reply: CommandReply | undefined;
    await outsider
      .context()
      .transact(async () => {
        reply = await ask(subject, handler, input, newId());
        throw new Error('the caller thinks better of it');
      })
      .catch(() => undefined);
    if (!reply || 'refusal' in reply)
      faults.push(`from inside another domain's transaction it is answered ${reply ? text(reply) : 'not at all'}`);
    const refused = await outsider
      .context()
      .transact(() => outsider.context().call(handler.contract, input as never, { key: newId() }))
      .then(
        () => false,
        (error: Error) => /inside a transaction/.test(error.message),
      );
    if (!refused) faults.push('it can be called from inside a transaction');
    return faults;
  } finally {
    await outsider.stop();
  }
}
