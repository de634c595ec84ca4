/** Who is asking. The gateway makes it from a verified access token; subgraphs receive it inside the signature of each request. */
export interface Viewer {
  readonly kind: 'anonymous' | 'guest' | 'user' | 'system';
  readonly userId: string | null;
  /** A seller has an id of its own beside the user's. */
  readonly sellerId: string | null;
  readonly accountType: 'BUYER' | 'SELLER' | 'ADMIN' | null;
  readonly sessionId: string | null;
  /** Of somebody without an account whom a signed token tells from all others, and who may do no more than anybody else but where a rule says so. */
  readonly guestId?: string;
  /** What the client says it is, for the list of one's sessions; it proves nothing. */
  readonly userAgent?: string | null;
  /** Where a mutation came from: an IPv4 address or an IPv6 network. For limits alone. */
  readonly address?: string | null;
}

export const anonymous: Viewer = { kind: 'anonymous', userId: null, sellerId: null, accountType: null, sessionId: null };

/** Somebody without an account, who has a token all the same. */
export const guest = (guestId: string): Viewer => ({ ...anonymous, kind: 'guest', guestId });

/** The platform itself: jobs, event handlers and commands that no user stands behind. */
export const system: Viewer = { kind: 'system', userId: null, sellerId: null, accountType: null, sessionId: null };

export const isAdmin = (viewer: Viewer): boolean => viewer.kind === 'system' || viewer.accountType === 'ADMIN';

export const isSignedIn = (viewer: Viewer): boolean => viewer.userId !== null;
