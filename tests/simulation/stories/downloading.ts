import { answered, type Kind, paid, wish } from './wish.ts';

const DOWNLOAD = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { downloads { url } } } }`;

/** The buyer wants to read what they have bought. */
export const downloading: Kind = ({ world, random }, purchase) => [
  purchase.wanted
    .filter(({ digital, lectureIds }) => digital && lectureIds.length === 0)
    .flatMap(({ productId }) =>
      Array.from({ length: 1 + random.below(2) }, () => {
        const representations = [{ __typename: 'Product', id: productId }];
        return wish('download', () => answered(() => world.ask('media', purchase.buyer, DOWNLOAD, { representations }), /^FORBIDDEN$/), {
          ready: paid(purchase),
        });
      }),
    ),
];
