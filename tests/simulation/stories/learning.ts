import { register } from '../market-day.ts';
import { answered, type Kind, type Purchase, paid, type Scene, type Wish, wish } from './wish.ts';

const PROGRESS = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { status } }';

/** The buyer does one lecture after the other, some of them again, until they have them all or lose interest, perhaps after the money went back. */
export const learning: Kind = (scene, purchase) =>
  purchase.wanted
    .filter(({ lectureIds }) => lectureIds.length > 0)
    .map(({ productId, lectureIds }) => {
      const { random } = scene;
      const some = random.shuffle([...lectureIds, ...lectureIds]).slice(0, 1 + random.below(4));
      return [tellName(scene, purchase), ...some.map((lectureId) => lecture(scene, purchase, { productId, lectureId }))];
    });

/** The certificate has it. */
const tellName = ({ world }: Scene, { buyer }: Purchase): Wish =>
  wish('tell their name', () => register(world, buyer).then(() => 'done' as const), { outside: true });

function lecture({ world, random }: Scene, purchase: Purchase, about: { readonly productId: string; readonly lectureId: string }): Wish {
  const input = { ...about, watchedSeconds: 30 + random.below(60) };
  return wish('do a lecture', () => answered(() => world.ask('learning', purchase.buyer, PROGRESS, { input }), /^NOT_FOUND$/), {
    ready: paid(purchase),
  });
}
