import type { Viewer } from '@stoa/kit/auth';
import { aPasserBy, type TestSubgraph } from '@stoa/kit/testing';

/** The token of somebody who begins to be a guest, or goes on to be one. */
export async function aGuestToken(subgraph: TestSubgraph, viewer: Viewer = aPasserBy): Promise<string> {
  const { startGuestSession } = await subgraph
    .as(viewer)
    .query<{ startGuestSession: { accessToken: string } }>('mutation { startGuestSession { accessToken expiresAt } }');
  return startGuestSession.accessToken;
}
