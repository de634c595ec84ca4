import { z } from 'zod';
import { may } from '../../auth/index.ts';
import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  entityId,
  FieldResolver,
  ID,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  reference,
  Subscription,
  text,
  toEntityId,
} from '../../graphql/index.ts';
import { fire } from '../../machine/index.ts';
import { permitted, policy } from '../../policy/index.ts';
import type { DomainContext } from '../../use-case/index.ts';
import { useCase } from '../../use-case/index.ts';
import { NoteClosed } from './note.contracts.ts';
import { Note } from './note.entity.ts';
import { noteMachine } from './note.machine.ts';

export const notePolicy = policy('Note', {
  operations: {
    'Query.note': 'authenticated',
    'Query.notes': 'authenticated',
    'Query.allNotes': 'notes:read',
    'Mutation.writeNote': 'authenticated',
    'Mutation.closeNote': 'authenticated',
    'Subscription.noteChanged': 'authenticated',
  },
  acting: { 'Mutation.writeNote': 'refused', 'Mutation.closeNote': 'allowed' },
  fields: { 'Note.length': 'everyone' },
  rows: { own: (viewer, note: Note) => may(viewer, 'notes:write') || viewer.userId === note.ownerId },
});

export const noteReference = reference(Note, notePolicy.own, (context, ids) => context.read.find(Note, { id: { $in: [...ids] } }));

const writeNote = useCase('notes.writeNote', z.object({ text: text(200) }), async ({ em, viewer }, input) => {
  const note = Note.write(viewer.userId!, input.text);
  em.persist(note);
  return note;
});

const closeNote = useCase('notes.closeNote', z.object({ id: entityId }), async ({ em, emit, viewer }, { id }) => {
  const note = permitted(viewer, await em.findOne(Note, { id }), notePolicy.own, 'note');
  if (fire(noteMachine, note, 'close').moved) emit(NoteClosed, note, { noteId: note.id });
  return note;
});

const NoteConnection = connectionOf(Note, 'Note');

@Resolver(() => Note)
export class NoteResolver {
  @Query(() => Note, { nullable: true })
  note(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return noteReference.resolve(context, { id });
  }

  @Query(() => NoteConnection)
  notes(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, Note, { ownerId: context.viewer.userId! }, page);
  }

  @Query(() => NoteConnection)
  allNotes(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, Note, {}, page);
  }

  @Mutation(() => Note)
  writeNote(@Ctx() context: DomainContext, @Arg('text', () => String) words: string) {
    return context.run(writeNote, { text: words });
  }

  @Mutation(() => Note)
  closeNote(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(closeNote, { id });
  }

  @FieldResolver(() => String)
  length(@Root() note: Note): string {
    return `${note.text.length} letters`;
  }

  @Subscription(() => Note, { subscribe: ({ args, context }) => followNote(context as DomainContext, toEntityId(args.id)) })
  noteChanged(@Root() note: Note, @Arg('id', () => ID) _id: string): Note {
    return note;
  }
}

async function followNote(context: DomainContext, id: string): Promise<AsyncIterable<Note>> {
  permitted(context.viewer, await context.read.findOne(Note, { id }), notePolicy.own, 'note');
  const changesAfter = ({ read }: DomainContext, version: number): Promise<Note[]> => read.find(Note, { id, version: { $gt: version } });
  return context.follow({ key: `Note:${id}`, changesAfter, start: { after: -1 } });
}
