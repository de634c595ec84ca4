import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { answer, type CommandHandler } from '../../commands/index.ts';
import { badInput, DomainError, notFound } from '../../errors/index.ts';
import { Deferred } from '../../events/index.ts';
import { Arg, Ctx, ID, Int, Mutation, Resolver, reference } from '../../graphql/index.ts';
import { on } from '../../handlers/index.ts';
import { job } from '../../jobs/index.ts';
import { ignore, machine, refuse, to } from '../../machine/index.ts';
import { policy } from '../../policy/index.ts';
import type { Manifest } from '../../subgraph/index.ts';
import type { DomainContext } from '../../use-case/index.ts';
import { importNote, LetterCame } from '../notes/note.contracts.ts';
import { Note } from '../notes/note.entity.ts';
import { NoteResolver, notePolicy } from '../notes/note.resolver.ts';
import { noteFixture, notes } from '../notes/notes-domain.ts';
import { startTestSubgraph } from '../start-test-subgraph.ts';
import type { TestSubgraph } from '../test-subgraph.ts';
import { accessProbe } from './access-probe.ts';
import { commandProbe } from './command-probe.ts';
import { probes, subjectOf } from './conformance.ts';
import { crossAccountProbe } from './cross-account-probe.ts';
import { deliveryProbe } from './delivery-probe.ts';
import { entityProbe } from './entity-probe.ts';
import { inputProbe } from './input-probe.ts';
import { jobProbe } from './job-probe.ts';
import { machineProbe } from './machine-probe.ts';
import { migrationProbe } from './migration-probe.ts';
import { policyProbe } from './policy-probe.ts';
import type { ConformanceOptions, Probe } from './probe.ts';
import { schemaProbe } from './schema-probe.ts';

let running: TestSubgraph[] = [];
afterEach(async () => {
  await Promise.all(running.map((subgraph) => subgraph.stop()));
  running = [];
});

/** What a probe finds in a domain; `seenAs` is the manifest it is shown, where that is not the one that runs. */
async function faultsOf(
  probe: Probe,
  manifest: Manifest,
  options: ConformanceOptions = { fixtures: [noteFixture] },
  seenAs = manifest,
): Promise<string> {
  const subgraph = await startTestSubgraph(manifest, options);
  running.push(subgraph);
  const faults = await probe.faults({ ...subjectOf(subgraph, options), manifest: seenAs });
  return faults.join('\n');
}

describe('a domain that does everything right', () => {
  test.each(probes.filter((probe) => probe !== schemaProbe).map((probe) => [probe.name, probe] as const))('%s', async (_name, probe) => {
    expect(await faultsOf(probe, notes)).toBe('');
  });
});

/** One more operation, with a rule that admits everybody who is logged in. */
const alsoWith = (resolver: abstract new () => object, operation: string): Manifest => ({
  ...notes,
  resolvers: [NoteResolver, resolver],
  policies: [notePolicy, policy('Extra', { operations: { [operation]: 'authenticated' }, acting: { [operation]: 'refused' } })],
});

@Resolver()
class TalkativeResolver {
  /** Tells a stranger that the note exists. */
  @Mutation(() => Boolean)
  async tearUp(@Ctx() { read, viewer }: DomainContext, @Arg('id', () => ID) id: string): Promise<boolean> {
    const note = await read.findOne(Note, { id });
    if (!note) throw notFound('note');
    if (note.ownerId !== viewer.userId) throw new DomainError('FORBIDDEN', 'This note is somebody else’s');
    return true;
  }
}

@Resolver()
class CarelessResolver {
  /** Writes before it looks whose the note is. */
  @Mutation(() => Boolean)
  async underline(@Ctx() { sql, read, viewer }: DomainContext, @Arg('id', () => ID) id: string): Promise<boolean> {
    await sql.query(`update note set text = text || '!' where id = $1`, [id]);
    if (!(await read.findOne(Note, { id, ownerId: viewer.userId! }))) throw notFound('note');
    return true;
  }
}

@Resolver()
class BlindResolver {
  @Mutation(() => Boolean)
  shred(@Arg('id', () => ID) _id: string): boolean {
    throw notFound('note');
  }
}

@Resolver()
class TrustingResolver {
  /** Hands on what it was given, and keeps it before it looks at it. */
  @Mutation(() => Boolean)
  async scribble(@Ctx() { sql }: DomainContext, @Arg('times', () => Int) times: number): Promise<boolean> {
    if (times > 1_000) throw new RangeError('Invalid array length');
    await sql.query("insert into note (id, owner_id, status, text) values (gen_random_uuid(), gen_random_uuid(), 'OPEN', 'x')");
    if (times < 1) throw badInput('scribble at least once', 'times');
    return true;
  }
}

@Resolver()
class BrittleResolver {
  @Mutation(() => Boolean)
  crumple(): boolean {
    throw new TypeError('undefined is not a note');
  }
}

const reaching = (argument: string): ConformanceOptions => ({
  fixtures: [{ ...noteFixture, arguments: [...noteFixture.arguments!, argument] }],
});

describe('each probe finds what is wrong', () => {
  test('a schema that nobody committed', async () => {
    expect(await faultsOf(schemaProbe, notes)).toContain('run `npm run schema`');
  });

  test('a rule whose absence nobody notices', async () => {
    const idle = { ...notes, policies: [notePolicy, policy('Ghost', { operations: { 'Query.ghost': 'notes:read' } })] };
    expect(await faultsOf(policyProbe, notes, {}, idle)).toContain('without a rule for Query.ghost');
  });

  test('a guard that does not do what the table says', async () => {
    const stricter: Manifest = {
      ...notes,
      policies: [{ ...notePolicy, operations: { ...notePolicy.operations, 'Query.notes': 'notes:read' } }],
    };
    const faults = await faultsOf(accessProbe, notes, {}, stricter);
    expect(faults).toContain('Query.notes as a buyer should be FORBIDDEN');
    expect(faults).toContain('Query.notes as an admin of no scope should be FORBIDDEN');
    expect(faults).not.toContain('as an admin of every scope');
    const laxer: Manifest = {
      ...notes,
      policies: [{ ...notePolicy, operations: { ...notePolicy.operations, 'Query.notes': 'everyone' } }],
    };
    expect(await faultsOf(accessProbe, notes, {}, laxer)).toContain('Query.notes as a passer-by was refused with UNAUTHENTICATED');
  });

  test('an operation that fails unforeseen', async () => {
    expect(await faultsOf(accessProbe, alsoWith(BrittleResolver, 'Mutation.crumple'))).toContain(
      'Mutation.crumple as a buyer failed unforeseen',
    );
  });

  test('input that nobody looks at, and input that is looked at too late', async () => {
    const faults = await faultsOf(inputProbe, alsoWith(TrustingResolver, 'Mutation.scribble'));
    expect(faults).toContain('Mutation.scribble(times) with 2147483647 failed unforeseen');
    expect(faults).toContain('Mutation.scribble refused bad input and wrote to note');
  });

  test('a refusal that tells more than silence', async () => {
    const options = reaching('Mutation.tearUp(id)');
    expect(await faultsOf(crossAccountProbe, alsoWith(TalkativeResolver, 'Mutation.tearUp'), options)).toContain(
      'Mutation.tearUp(id) tells another buyer that a Note exists',
    );
  });

  test('a write before the refusal', async () => {
    const options = reaching('Mutation.underline(id)');
    expect(await faultsOf(crossAccountProbe, alsoWith(CarelessResolver, 'Mutation.underline'), options)).toContain(
      'as another seller, wrote to note',
    );
  });

  test('a probe that would pass whatever the domain did', async () => {
    expect(await faultsOf(crossAccountProbe, alsoWith(BlindResolver, 'Mutation.shred'), reaching('Mutation.shred(id)'))).toContain(
      'so nothing is proved',
    );
  });

  test('an id that no fixture stands for', async () => {
    expect(await faultsOf(crossAccountProbe, notes, {})).toContain('Mutation.closeNote(id) takes an id');
  });

  test('an entity that anybody may fetch by its key', async () => {
    const open = reference(Note, 'everyone', (context, ids) => context.read.find(Note, { id: { $in: [...ids] } }));
    expect(await faultsOf(entityProbe, { ...notes, references: [open] })).toContain('the entity Note tells a passer-by that it exists');
  });

  test('a field that is shown in spite of its rule', async () => {
    const ruled: Manifest = { ...notes, policies: [{ ...notePolicy, fields: { 'Note.length': () => false } }] };
    const open = {
      ...notes,
      references: [reference(Note, 'everyone', (context, ids) => context.read.find(Note, { id: { $in: [...ids] } }))],
    };
    const options = { fixtures: [{ ...noteFixture, readableBy: 'everyone' as const }] };
    expect(await faultsOf(entityProbe, open, options, ruled)).toContain('Note.length is shown to another buyer');
  });

  test('a state that nothing leads to, and a column that does not know it', async () => {
    const longer = machine('Note', {
      states: ['OPEN', 'CLOSED', 'BURNT'],
      initial: 'OPEN',
      triggers: { close: [refuse, to('CLOSED'), ignore, ignore] },
    });
    const faults = await faultsOf(machineProbe, notes, {}, { ...notes, machines: [longer] });
    expect(faults).toContain('Note never comes to BURNT');
    expect(faults).toContain("no entity has a column of Note's states");
  });

  test('a CHECK that lets through fewer states than there are', async () => {
    const [initial] = notes.migrations;
    const narrow = { ...initial!, sql: initial!.sql.replace("('OPEN', 'CLOSED')", "('OPEN')") };
    expect(await faultsOf(machineProbe, { ...notes, migrations: [narrow] })).toContain('its checks say OPEN');
  });

  test('a column that no migration makes', async () => {
    const [initial] = notes.migrations;
    const short = { ...initial!, sql: initial!.sql.replace('"text" varchar(200) not null, ', '') };
    expect(await faultsOf(migrationProbe, notes, {}, { ...notes, migrations: [short] })).toContain(
      'the entities want what no migration does: alter table "note" add "text"',
    );
  });

  test('an effect outside of the transaction', async () => {
    let outside: TestSubgraph['sql'];
    const careless = on(LetterCame, async (_tx, { letterId, readerId }) =>
      outside.query(
        `insert into note (id, owner_id, status, text) values ($1, $2, 'OPEN', 'x') on conflict (id) do update set text = note.text || 'x'`,
        [letterId, readerId],
      ),
    );
    const manifest = { ...notes, handlers: [careless] };
    const subgraph = await startTestSubgraph(manifest);
    running.push(subgraph);
    outside = subgraph.sql;
    expect((await deliveryProbe.faults(subjectOf(subgraph, {}))).join('\n')).toContain('dying before the commit leaves traces in note');
  });

  test('a handler that its example cannot satisfy', async () => {
    const early = on(LetterCame, async () => {
      throw new Deferred('it is too early');
    });
    expect(await faultsOf(deliveryProbe, { ...notes, handlers: [early] })).toContain('does not get as far as its commit');
  });

  test('a handler that does nothing, and one that cannot stand what it does not know', async () => {
    const idle = on(LetterCame, async () => undefined);
    expect(await faultsOf(deliveryProbe, { ...notes, handlers: [idle] })).toContain('so nothing is proved');
    const strict = on(
      { ...LetterCame, payload: z.strictObject(LetterCame.payload.shape) },
      async ({ em }, letter) => void em.persist(Note.write(letter.readerId, letter.subject)),
    );
    expect(await faultsOf(deliveryProbe, { ...notes, handlers: [strict] })).toContain(
      'with a field that it does not know it is answered retry',
    );
  });

  test('a command that forgets its key', async () => {
    const forgetful: CommandHandler = {
      contract: importNote as never,
      keepsKey: true,
      answer: (context, input) =>
        context.transact(async ({ em }) => {
          const note = Note.write((input as { ownerId: string }).ownerId, 'again');
          em.persist(note);
          return { noteId: note.id };
        }),
    };
    const faults = await faultsOf(commandProbe, { ...notes, commands: [forgetful] });
    expect(faults).toContain('asked again it has an effect again, on note');
    expect(faults).toContain('the same key with other input is answered');
    expect(faults).toContain('asked four times at once it gives');
  });

  test('a command that is never answered', async () => {
    const refusing = answer(importNote, async () => {
      throw new DomainError('BAD_USER_INPUT', 'never');
    });
    const faults = await faultsOf(commandProbe, { ...notes, commands: [refusing] });
    expect(faults).toContain('refused with BAD_USER_INPUT, so nothing is proved');
    expect(faults).toContain("from inside another domain's transaction it is answered");
  });

  test('a command that fails on what its contract takes', async () => {
    const brittle = answer(importNote, async () => {
      throw new TypeError('undefined is not a note');
    });
    expect(await faultsOf(commandProbe, { ...notes, commands: [brittle] })).toContain('it fails unforeseen: TypeError');
  });

  test('a job that lets go of its lease, and one that cannot run beside itself', async () => {
    const slippery = job('notes.slip', 60_000, ({ sql }) => sql.query('delete from job_lease'));
    expect(await faultsOf(jobProbe, { ...notes, jobs: [slippery] })).toContain('ran on two replicas at a time');
    const id = '018f0000-0000-7000-8000-000000000000';
    const alone = job('notes.alone', 60_000, ({ sql }) => sql.query(`insert into note values ($1, $1, 'OPEN', 'x')`, [id]));
    expect(await faultsOf(jobProbe, { ...notes, jobs: [alone] })).toContain('notes.alone fails beside itself');
  });
});
