/** One thing that staff may be let do: `orders:write`. Which there are is no business of the kit's. */
export type Scope = `${string}:${string}`;

/** Of those who may do all there is, and all there will be. */
export const EVERY_SCOPE = '*';

/** Who is asking. The gateway makes it from a verified access token; subgraphs receive it inside the signature of each request. */
export interface Viewer {
  readonly kind: 'anonymous' | 'guest' | 'user' | 'system';
  readonly userId: string | null;
  /** A seller has an id of its own beside the user's. */
  readonly sellerId: string | null;
  readonly accountType: 'BUYER' | 'SELLER' | 'ADMIN' | null;
  readonly sessionId: string | null;
  /** Somebody of the staff who acts for the user, and may do less than the user. */
  readonly actorId?: string;
  /** What an administrator was let do. Of anybody else it means nothing. */
  readonly scopes?: readonly string[];
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

/** Whether somebody may do what staff do: the platform itself, or an administrator who was let do just this. */
export const may = ({ kind, accountType, scopes = [] }: Viewer, scope: Scope): boolean =>
  kind === 'system' || (accountType === 'ADMIN' && (scopes.includes(scope) || scopes.includes(EVERY_SCOPE)));

export const isSignedIn = (viewer: Viewer): boolean => viewer.userId !== null;
