import { loadSupergraph } from '@stoa/gateway/plan/supergraph';
import { readFlag } from '../read-flag.ts';
import { checkSchema, report, SUPERGRAPH } from '../schema-check.ts';
import { isBrokerAddress, publishSupergraph } from '../supergraph-place.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { writeSchema } from '../write-schema.ts';

/** Writes or compares what is made from code, or judges what a change of the schema does to clients. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const [action, ...more] = words;
  if (action === undefined) return write(flags.check === true);
  if (action === 'publish' && more.length === 0) return publish({ words, flags, configuration });
  if (action !== 'check' || more.length > 0)
    throw new UsageError('what there is: `stoa schema`, `stoa schema --check`, `stoa schema check` and `stoa schema publish`');
  const judgement = await checkSchema({
    against: String(flags.against ?? 'HEAD'),
    supergraph: String(flags.supergraph ?? SUPERGRAPH),
    usage: flags.usage === undefined ? undefined : String(flags.usage),
  });
  for (const change of judgement.changes) console.log(`breaking change: ${change}`);
  report(judgement);
}

/** Puts a supergraph where gateways look for it, unless they could not serve it. */
async function publish({ flags, configuration }: Invocation): Promise<void> {
  const place = String(flags.to ?? configuration.settings.STOA_SUPERGRAPH ?? '');
  if (!isBrokerAddress(place)) throw new UsageError('--to: must say where, like nats-kv://supergraph/stoa');
  const file = String(flags.supergraph ?? SUPERGRAPH);
  const supergraphSdl = readFlag(file, '--supergraph');
  loadSupergraph(supergraphSdl);
  await publishSupergraph(place, supergraphSdl, configuration);
  console.log(`published: ${file} at ${place}`);
}

/** Writes what is made from code, `schema/` and the made pages, or tells what is not as the code says. */
async function write(check: boolean): Promise<void> {
  const changed = await writeSchema(check);
  for (const path of changed) console.log(`${check ? 'differs' : 'written'}: ${path}`);
  if (check && changed.length > 0) throw new Error('what is made from code is not what the code says; `npm run schema` writes it');
  if (changed.length === 0) console.log('everything made from code is what the code says');
}
