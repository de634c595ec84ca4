import type { Seeded } from '../seeded.ts';
import type { Person } from './person.ts';
import type { Errand, Scene } from './scene.ts';

const LEARNT = '{ me { enrollments { status progressPercentage totalWatchTimeSeconds course { id } certificate { number } } } }';
const REPORT = `mutation ($input: UpdateProgressInput!) {
  updateProgress(input: $input) { status progressPercentage totalWatchTimeSeconds course { id } certificate { number } }
}`;
const WATCH = 'query ($id: ID!) { product(id: $id) { course { chapters { lectures { video { playbackUrl } } } } } }';
const VERIFY = 'query ($number: String!) { verifyCertificate(number: $number) { number } }';
/** A little longer than the video plays. */
const HEARTBEATS = 4;

/** How far somebody is in a course. */
export interface Enrolled {
  readonly status: 'ACTIVE' | 'COMPLETED' | 'DROPPED';
  readonly progressPercentage: number;
  readonly totalWatchTimeSeconds: number;
  readonly course: { readonly id: string };
  readonly certificate: { readonly number: string } | null;
}

interface Watched {
  readonly product: {
    readonly course: {
      readonly chapters: readonly { readonly lectures: readonly { readonly video: { readonly playbackUrl: string | null } | null }[] }[];
    } | null;
  } | null;
}

/** Somebody's enrollment in a course; null where there is none. */
export async function enrollmentOf(student: Person, productId: string): Promise<Enrolled | null> {
  const { me } = await student.ask<{ me: { enrollments: readonly Enrolled[] | null } }>(LEARNT);
  return me.enrollments?.find(({ course }) => course.id === productId) ?? null;
}

/** Whether somebody can play the first lecture of a course. */
export async function canPlay(person: Person, productId: string): Promise<boolean> {
  const seen = await person.askOrNull<Watched>(WATCH, { id: productId });
  const url = seen?.product?.course?.chapters[0]?.lectures[0]?.video?.playbackUrl;
  if (!url) return false;
  const list = await person.until(async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (response.status >= 500) throw new Error(`the video host answered ${response.status}`);
    return response.text();
  });
  return list.startsWith('#EXTM3U');
}

/** Who has bought the course goes on learning it: plays the video, tells how far it is in heartbeats, and has it certified at last. */
export const studying: Errand = {
  name: 'course learnt',
  async do(scene, random) {
    const { tally, course } = scene;
    const buyers = [...new Set([...tally.promised.values()].flatMap(({ paid, buyer }) => (paid ? [buyer] : [])))];
    for (const student of random.shuffle(buyers).slice(0, 4)) {
      const enrolled = await enrollmentOf(student, course.goods.productId);
      if (!enrolled || enrolled.status === 'DROPPED') continue;
      await canPlay(student, course.goods.productId);
      await study(scene, student, random);
      tally.did(studying.name);
      return;
    }
  },
};

/** Each report comes twice now and then, and some come late or claim too much. */
async function study({ market, course, tally }: Scene, student: Person, random: Seeded): Promise<void> {
  const { productId } = course.goods;
  const [filmed, written] = course.lectureIds;
  const heartbeats = Array.from({ length: HEARTBEATS }, (_, second) => ({ lectureId: filmed, fromSeconds: second, watchedSeconds: 1 }));
  const reports = [...random.shuffle(heartbeats), { progressPercentage: 100 }, { lectureId: written, watchedSeconds: 60 }];
  for (const report of random.chance(0.5) ? reports : reports.slice(0, 1 + random.below(HEARTBEATS))) {
    const input = { productId, ...report };
    for (const time of random.chance(0.3) ? [1, 2] : [1]) {
      const before = tally.learnt.get(student);
      const answered = await student.askOrNull<{ updateProgress: Enrolled }>(REPORT, { input });
      // The money went back meanwhile.
      if (!answered) return;
      if (time > 1) tally.repeated('reports of progress');
      tally.did('progress reported');
      noteLearnt(tally.learnt, student, answered.updateProgress);
      tally.check(
        'progress that was told is never less',
        fallsShort(answered.updateProgress, before) ? [`${student.identity.email}: ${JSON.stringify(answered)}`] : [],
      );
      const { certificate } = answered.updateProgress;
      if (certificate && time === 1) await verify(market.gatewayUrl, student, certificate.number);
    }
  }
}

/** Keeps the most that a student was told. */
function noteLearnt(learnt: Map<Person, Enrolled>, student: Person, now: Enrolled): void {
  const before = learnt.get(student);
  if (!before || !fallsShort(now, before)) learnt.set(student, now);
}

/** Whether somebody has less than they were told that they have. */
export const fallsShort = (now: Enrolled, before: Enrolled | undefined): boolean =>
  before !== undefined && (now.progressPercentage < before.progressPercentage || now.totalWatchTimeSeconds < before.totalWatchTimeSeconds);

/** Somebody looks at a certificate, as a page, on paper and by its number. */
async function verify(gatewayUrl: string, student: Person, number: string): Promise<void> {
  await student.askOrNull(VERIFY, { number });
  for (const address of [`/certificates/${number}`, `/certificates/${number}.pdf`])
    await fetch(`${gatewayUrl}${address}`, { signal: AbortSignal.timeout(10_000) })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
}
