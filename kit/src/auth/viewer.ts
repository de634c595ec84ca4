/** Who is asking. The gateway makes it from a verified access token; subgraphs receive it inside the signature of each request. */
export interface Viewer {
  readonly kind: 'anonymous' | 'user' | 'system';
  readonly userId: string | null;
  /** A seller has an id of its own beside the user's. */
  readonly sellerId: string | null;
  readonly accountType: 'BUYER' | 'SELLER' | 'ADMIN' | null;
  readonly sessionId: string | null;
  /** What the client says it is, for the list of one's sessions; it proves nothing. */
  readonly userAgent?: string | null;
  /** Where a mutation came from: an IPv4 address or an IPv6 network. For limits alone. */
  readonly address?: string | null;
}

export const anonymous: Viewer = { kind: 'anonymous', userId: null, sellerId: null, accountType: null, sessionId: null };

/** The platform itself: jobs, event handlers and commands that no user stands behind. */
export const system: Viewer = { kind: 'system', userId: null, sellerId: null, accountType: null, sessionId: null };

export const isAdmin = (viewer: Viewer): boolean => viewer.kind === 'system' || viewer.accountType === 'ADMIN';

export const isSignedIn = (viewer: Viewer): boolean => viewer.userId !== null;
