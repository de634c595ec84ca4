import { canPlay, enrollmentOf, fallsShort } from '../load/studying.ts';
import type { Course } from '../load/teaching.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Tally } from '../tally.ts';
import { ownsBesides, whoStands } from './who-stands.ts';

/** Whoever has paid for the course learns and plays it, has all that they were told to have, and a certificate at the end; and nobody else. */
export async function paidForIsLearnt(books: OpenBooks, { goods }: Course, tally: Tally): Promise<void> {
  const wrong: string[] = [];
  const lost: string[] = [];
  const { sold, stands } = await whoStands(books, goods, tally);
  for (const [buyer, isPaid] of stands) {
    const who = buyer.identity.email;
    const enrolled = await enrollmentOf(buyer, goods.productId);
    const learns = enrolled !== null && enrolled.status !== 'DROPPED';
    const plays = await canPlay(buyer, goods.productId);
    if (learns !== plays) wrong.push(`${who} ${learns ? 'learns' : 'does not learn'} it, and ${plays ? 'can' : 'cannot'} play it`);
    if (learns !== isPaid && !(learns && ownsBesides(buyer, sold, tally)))
      wrong.push(`${who} ${isPaid ? 'has paid' : 'has not paid'}, and is ${enrolled?.status ?? 'not enrolled'}`);
    const told = tally.learnt.get(buyer);
    if (told && (!enrolled || fallsShort(enrolled, told)))
      lost.push(`${who} was told ${JSON.stringify(told)}: ${JSON.stringify(enrolled)}`);
    const number = told?.certificate?.number;
    if ((number && enrolled?.certificate?.number !== number) || (enrolled?.status === 'COMPLETED' && !enrolled.certificate))
      lost.push(`${who} has the certificate ${enrolled?.certificate?.number}, and was given ${number}`);
  }
  tally.check('whoever has paid for a course learns it, and nobody else', wrong);
  tally.check('what was learnt is kept, and certified', lost);
}
