import { indexBy, loader } from '@stoa/kit/graphql';
import { isSigned, signAddress } from '@stoa/kit/signed-address';
import type { DomainContext } from '@stoa/kit/use-case';
import { identitySettings } from '../settings.ts';
import { AddressKey, DataExport } from './data-export.entity.ts';

export const exportsOfUsers = loader<string, DataExport[]>(async ({ rows }, userIds) => {
  const found = await rows.by(DataExport, 'userId', userIds, 'requestedAt');
  const kept = found.filter(({ expiresAt }) => expiresAt.getTime() > Date.now()).reverse();
  return new Map(userIds.map((userId) => [userId, kept.filter((each) => each.userId === userId)]));
});

const addressKey = loader<string, AddressKey>(async ({ rows }, purposes) =>
  indexBy(await rows.by(AddressKey, 'purpose', purposes), (key) => key.purpose),
);

const secretOf = async (context: DomainContext): Promise<string> => (await context.load(addressKey, 'data exports'))!.secret;

const pathOf = (id: string): string => `/data-exports/${id}`;

export async function exportAddress(context: DomainContext, { id, completedAt }: DataExport): Promise<string | null> {
  return completedAt && signAddress(context.use(identitySettings).STOA_PUBLIC_URL, pathOf(id), await secretOf(context));
}

/** Whether somebody was given this address, and not too long ago. */
export const isGiven = async (context: DomainContext, id: string, query: URLSearchParams): Promise<boolean> =>
  isSigned(pathOf(id), query, await secretOf(context));
