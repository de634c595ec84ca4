import type { IncomingMessage } from 'node:http';
import type { Viewer } from '@stoa/kit/auth';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import type { AddressOf } from '../rates/client-address.ts';

/**
 * The viewer as an operation's subgraphs hear of it. Where somebody is and with what is told for mutations alone, which are logged in by
 * and limited by it: equal reads would not be equal any more.
 */
export function viewerFor({ prepared }: ReadyOperation, viewer: Viewer, request: IncomingMessage, addressOf: AddressOf): Viewer {
  if (prepared.operation.operation !== 'mutation') return viewer;
  return { ...viewer, userAgent: request.headers['user-agent']?.slice(0, 300) ?? null, address: addressOf(request) };
}
