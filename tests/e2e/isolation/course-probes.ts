import { type Probe, seller } from './probes.ts';
import type { World } from './world.ts';

const chapter = ({ course }: World): string => course.chapterId;
const lecture = ({ course }: World): string => course.lectureIds[0]!;

/** What its teacher does to a course, and what its students do in it. */
export const COURSE_MUTATIONS: readonly Probe[] = [
  {
    field: 'addChapter',
    what: 'course',
    document: 'mutation ($id: ID!) { addChapter(productId: $id, title: "Mine") { id } }',
    idOf: (w) => w.course.productId,
    owner: seller,
  },
  {
    field: 'updateChapter',
    what: 'chapter',
    document: 'mutation ($id: ID!) { updateChapter(chapterId: $id, input: { title: "Mine" }) { id } }',
    idOf: chapter,
    owner: seller,
  },
  {
    field: 'removeChapter',
    what: 'chapter',
    document: 'mutation ($id: ID!) { removeChapter(chapterId: $id) { id } }',
    idOf: chapter,
    owner: seller,
  },
  {
    field: 'addLecture',
    what: 'chapter',
    document: 'mutation ($id: ID!) { addLecture(chapterId: $id, input: { title: "Mine" }) { id } }',
    idOf: chapter,
    owner: seller,
  },
  {
    field: 'updateLecture',
    what: 'lecture',
    document: 'mutation ($id: ID!) { updateLecture(lectureId: $id, input: { preview: true }) { id } }',
    idOf: lecture,
    owner: seller,
  },
  {
    field: 'removeLecture',
    what: 'lecture',
    document: 'mutation ($id: ID!) { removeLecture(lectureId: $id) { id } }',
    idOf: lecture,
    owner: seller,
  },
  {
    field: 'attachLectureVideo',
    what: 'lecture',
    document: 'mutation ($id: ID!) { attachLectureVideo(lectureId: $id, fileId: $id) { id } }',
    idOf: lecture,
    owner: seller,
  },
  {
    field: 'updateProgress',
    what: 'course',
    document: 'mutation ($id: ID!) { updateProgress(input: { productId: $id, progressPercentage: 100 }) { status } }',
    idOf: (w) => w.course.productId,
    owner: seller,
  },
];
