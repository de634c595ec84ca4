import type { Goods } from './goods.ts';
import { listCourse } from './listing.ts';
import type { Person } from './person.ts';
import type { Errand } from './scene.ts';
import { uploadVideo } from './uploading.ts';

const ADD_CHAPTER = 'mutation ($productId: ID!) { addChapter(productId: $productId, title: "Light") { id } }';
const ADD_LECTURE = 'mutation ($chapterId: ID!, $title: String!) { addLecture(chapterId: $chapterId, input: { title: $title }) { id } }';
const ATTACH = 'mutation ($lectureId: ID!, $fileId: ID!) { attachLectureVideo(lectureId: $lectureId, fileId: $fileId) { id } }';
const REMOVE_LECTURE = 'mutation ($lectureId: ID!) { removeLecture(lectureId: $lectureId) { id } }';
const ARCHIVE = 'mutation ($id: ID!) { archiveProduct(id: $id) { id } }';

/** A course on sale. */
export interface Course {
  readonly goods: Goods;
  /** The first has a video, the second none. */
  readonly lectureIds: readonly [string, string];
}

/** Makes a course of a lecture that is watched and one that is read, and sells it. */
export async function openCourse(teacher: Person, name: string, amountMinor: number): Promise<Course> {
  const goods = await listCourse(teacher, name, amountMinor);
  const { addChapter } = await teacher.ask<{ addChapter: { id: string } }>(ADD_CHAPTER, { productId: goods.productId });
  const add = async (title: string): Promise<string> =>
    (await teacher.ask<{ addLecture: { id: string } }>(ADD_LECTURE, { chapterId: addChapter.id, title })).addLecture.id;
  const lectureIds = [await add('Rays'), await add('Waves')] as const;
  const fileId = await uploadVideo(teacher);
  await teacher.ask(ATTACH, { lectureId: lectureIds[0], fileId });
  return { goods, lectureIds };
}

/** Another course is made in the middle of it all, whose video nobody waits for: its lecture is taken out, and it is taken off the shelf again. */
export const teaching: Errand = {
  name: 'course filmed',
  async do({ course, tally, sellers }) {
    const teacher = sellers.find(({ goods }) => goods === course.goods)!.person;
    const { goods, lectureIds } = await openCourse(teacher, 'Sound, explained', 700);
    await teacher.askOrNull(REMOVE_LECTURE, { lectureId: lectureIds[0] });
    await teacher.askOrNull(ARCHIVE, { id: goods.productId });
    tally.did(teaching.name);
  },
};
