import { z } from 'zod';
import { staffActs } from '../../audit/index.ts';
import { answer, answerRead, command } from '../../commands/index.ts';
import { DomainError } from '../../errors/index.ts';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  reference,
  Subscription,
} from '../../graphql/index.ts';
import { policy } from '../../policy/index.ts';
import { defineSubgraph, json, route } from '../../subgraph/index.ts';
import { recordActs } from '../../testing/notes/note.contracts.ts';
import { type DomainContext, useCase } from '../../use-case/index.ts';

/** A domain that is small enough to be seen whole: people write into a book. */
@Directive('@key(fields: "id")')
@ObjectType('Entry')
class Entry {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  text!: string;

  @Field(() => String, { nullable: true })
  writtenBy!: string | null;
}

const ROW = 'id, text, written_by as "writtenBy"';

const write = useCase('write an entry', z.object({ text: z.string().min(1, 'must not be empty') }), async ({ sql, viewer }, { text }) => {
  if (text === 'rude') throw new DomainError('FORBIDDEN', 'Not in this book');
  if (text === 'broken') throw new Error('the pen is broken');
  const [entry] = await sql.query<Entry>(`insert into entry (text, written_by) values ($1, $2) returning ${ROW}`, [text, viewer.userId]);
  return entry!;
});

@Resolver(() => Entry)
class EntryResolver {
  @Query(() => [Entry])
  entries(@Ctx() { sql }: DomainContext) {
    return sql.query<Entry>(`select ${ROW} from entry order by id`);
  }

  @Mutation(() => Entry)
  write(@Ctx() context: DomainContext, @Arg('text', () => String) text: string) {
    return context.run(write, { text });
  }

  @Subscription(() => String, {
    subscribe: ({ args, context }) => countDown((context as DomainContext).viewer.userId, args.from as number),
  })
  counted(@Root() line: string, @Arg('from', () => Int) _from: number) {
    return line;
  }
}

async function* countDown(userId: string | null, from: number): AsyncGenerator<string> {
  for (let left = from; left > 0; left--) yield `${userId} ${left}`;
}

const CountEntries = command('guestbook.count', { input: z.object({}), output: z.object({ count: z.number() }), reads: true });
const WriteEntry = command('guestbook.write', {
  input: z.object({ text: z.string() }),
  output: z.object({ id: z.uuid() }),
  errors: ['FORBIDDEN'],
});

const entryReference = reference(Entry, 'everyone', ({ sql }, ids) =>
  sql.query<Entry>(`select ${ROW} from entry where id = any($1::uuid[])`, [ids]),
);

export const guestbook = defineSubgraph({
  name: 'guestbook',
  entities: [],
  migrations: [
    { name: 'guestbook-0001', sql: 'create table entry (id uuid primary key default uuidv7(), text text not null, written_by uuid)' },
  ],
  resolvers: [EntryResolver],
  references: [entryReference],
  policies: [
    policy('Entry', {
      operations: { 'Query.entries': 'everyone', 'Mutation.write': 'authenticated', 'Subscription.counted': 'everyone' },
      acting: { 'Mutation.write': 'refused' },
    }),
  ],
  staffActs: staffActs(recordActs, 'guestbook'),
  commands: [
    answerRead(CountEntries, async ({ sql }) => (await sql.query<{ count: number }>('select count(*)::int as count from entry'))[0]!),
    answer(WriteEntry, async ({ sql }, { text }) => {
      if (text === 'rude') throw new DomainError('FORBIDDEN', 'Not in this book', { text });
      return (await sql.query<{ id: string }>('insert into entry (text) values ($1) returning id', [text]))[0]!;
    }),
  ],
  routes: [
    route('POST', '/webhooks/:sender', async (_context, { headers, body, query }, sender) =>
      json(202, {
        sender,
        received: Buffer.from(body).toString('latin1'),
        mark: headers['x-mark'],
        signature: headers['x-signature'],
        page: query.get('page'),
      }),
    ),
  ],
});
