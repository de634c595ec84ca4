import { isSignedIn, type Viewer } from '@stoa/kit/auth';

/** Whose cart a viewer fills: an account's user's, or a guest's. Null for somebody who is neither. */
export const shopperOf = ({ userId, guestId }: Viewer): string | null => userId ?? guestId ?? null;

/** Keeps one account from holding a whole stock, and a typing error from becoming an order. */
export const MAX_QUANTITY = 100;
const MAX_LINES = 100;

/** A guest's token is easier to get than an account, so it holds less. */
const GUEST = { quantity: 10, lines: 20 };

/** How many of one thing, and how many things, a viewer's cart holds. */
export const limitsOf = (viewer: Viewer): { readonly quantity: number; readonly lines: number } =>
  isSignedIn(viewer) ? { quantity: MAX_QUANTITY, lines: MAX_LINES } : GUEST;
