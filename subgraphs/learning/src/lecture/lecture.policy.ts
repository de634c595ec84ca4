import type { Viewer } from '@stoa/kit/auth';
import { policy } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { watching } from './watching.ts';

const maySee = async (_viewer: Viewer, { id }: { id: string }, context: DomainContext): Promise<boolean> =>
  (await context.load(watching, id)) !== null;

export const lecturePolicy = policy('Lecture', {
  operations: {
    'Mutation.addChapter': 'sellers',
    'Mutation.updateChapter': 'sellers',
    'Mutation.removeChapter': 'sellers',
    'Mutation.addLecture': 'sellers',
    'Mutation.updateLecture': 'sellers',
    'Mutation.removeLecture': 'sellers',
    'Mutation.attachLectureVideo': 'sellers',
  },
  acting: {
    'Mutation.addChapter': 'allowed',
    'Mutation.updateChapter': 'allowed',
    'Mutation.removeChapter': 'allowed',
    'Mutation.addLecture': 'allowed',
    'Mutation.updateLecture': 'allowed',
    'Mutation.removeLecture': 'allowed',
    'Mutation.attachLectureVideo': 'allowed',
  },
  fields: {
    'Chapter.lectures': 'everyone',
    'Lecture.durationSeconds': 'everyone',
    'Lecture.video': maySee,
  },
});
