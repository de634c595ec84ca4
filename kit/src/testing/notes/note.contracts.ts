import { z } from 'zod';
import type { ToldAct } from '../../audit/index.ts';
import { command } from '../../commands/contract.ts';
import { entity, event } from '../../events/contract.ts';

export const NoteClosed = event('notes.note.closed', {
  version: 1,
  aggregate: 'Note',
  payload: z.object({ noteId: z.uuid() }),
  touches: ({ noteId }) => [entity('Note', noteId)],
});

/** What somebody else publishes: a letter came, and a note is to be made of it. */
export const LetterCame = event('letters.letter.came', {
  version: 1,
  aggregate: 'Letter',
  payload: z.object({ letterId: z.uuid(), readerId: z.uuid(), subject: z.string() }),
});

export const importNote = command('notes.importNote', {
  input: z.object({ ownerId: z.uuid(), text: z.string() }),
  output: z.object({ noteId: z.uuid() }),
});

export const ReaderErased = event('letters.reader.erased', { version: 1, aggregate: 'Reader', payload: z.object({ userId: z.uuid() }) });

export const CopyRequested = event('letters.copy.requested', {
  version: 1,
  aggregate: 'Copy',
  payload: z.object({ exportId: z.uuid(), userId: z.uuid() }),
});

export const recordActs = command('letters.recordActs', {
  input: z.object({ domain: z.string(), acts: z.array(z.custom<ToldAct>()) }),
  output: z.object({}),
  absolute: true,
});

export const handOverCopy = command('letters.handOverCopy', {
  input: z.object({
    exportId: z.uuid(),
    domain: z.string(),
    part: z.int(),
    isLast: z.boolean(),
    rows: z.array(z.object({ kind: z.string(), row: z.record(z.string(), z.unknown()) })),
  }),
  output: z.object({ isWanted: z.boolean() }),
  absolute: true,
});
