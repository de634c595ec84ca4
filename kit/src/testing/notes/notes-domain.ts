import { staffActs } from '../../audit/index.ts';
import { answer } from '../../commands/index.ts';
import { on } from '../../handlers/index.ts';
import { job, minutes } from '../../jobs/index.ts';
import { newId } from '../../persistence/uuid.ts';
import { holding, personalData } from '../../personal-data/index.ts';
import { defineSubgraph } from '../../subgraph/index.ts';
import type { Fixture } from '../conformance/probe.ts';
import { aBuyer } from '../viewers.ts';
import { CopyRequested, handOverCopy, importNote, LetterCame, NoteClosed, ReaderErased, recordActs } from './note.contracts.ts';
import { Note } from './note.entity.ts';
import { noteMachine } from './note.machine.ts';
import { NoteResolver, notePolicy, noteReference } from './note.resolver.ts';

const tables = `
  create table "note" ("id" uuid not null, "owner_id" uuid not null, "status" text not null, "text" varchar(200) not null, "version" int not null default 1, primary key ("id"));
  alter table "note" add constraint "note_status_check" check ("status" in ('OPEN', 'CLOSED'));`;

export const onLetterCame = on(LetterCame, async ({ em }, { letterId, readerId, subject }) => {
  em.persist(Note.write(readerId, subject, letterId));
});

export const answerImportNote = answer(importNote, async ({ em }, { ownerId, text }) => {
  const note = Note.write(ownerId, text);
  em.persist(note);
  return { noteId: note.id };
});

export const forgetClosedNotes = job('notes.forgetClosedNotes', minutes(10), ({ sql }) =>
  sql.query("delete from note where status = 'CLOSED'"),
);

/** A domain of one entity with one of everything, for testing what tests domains. */
export const notes = defineSubgraph({
  name: 'notes',
  entities: [Note],
  migrations: [{ name: 'notes-0001-initial', sql: tables }],
  resolvers: [NoteResolver],
  references: [noteReference],
  policies: [notePolicy],
  machines: [noteMachine],
  publishes: [NoteClosed],
  commands: [answerImportNote],
  handlers: [onLetterCame],
  jobs: [forgetClosedNotes],
  staffActs: staffActs(recordActs, 'notes'),
  personalData: personalData({ erased: ReaderErased, exportRequested: CopyRequested, handOver: handOverCopy }, 'notes', [
    holding(Note, 'owner_id = $1', { text: `'forgotten'` }, ['version']),
  ]),
});

export const noteFixture: Fixture = {
  entity: 'Note',
  owner: aBuyer,
  make: async (subgraph, owner) => (await subgraph.answer(importNote, { ownerId: owner.userId!, text: 'milk' }, { key: newId() })).noteId,
  arguments: ['Query.note(id)', 'Mutation.closeNote(id)', 'Subscription.noteChanged(id)'],
};
