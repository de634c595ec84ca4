import { z } from 'zod';
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
