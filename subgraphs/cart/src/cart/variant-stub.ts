import { stubOf } from '@stoa/kit/graphql';

/** Catalog's variant, as far as a line of a cart points there. */
export const VariantStub = stubOf('Variant');
