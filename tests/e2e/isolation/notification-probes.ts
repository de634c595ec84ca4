import { buyer, type Probe, theSeller } from './probes.ts';

/** What people are told, and where. */
export const NOTIFICATION_MUTATIONS: readonly Probe[] = [
  {
    field: 'markNotificationRead',
    what: 'notification',
    document: 'mutation ($id: ID!) { markNotificationRead(id: $id) { id title } }',
    idOf: (w) => w.notificationId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'removePush',
    what: 'push target',
    document: 'mutation ($id: ID!) { removePush(id: $id) }',
    idOf: (w) => w.pushTargetId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'verifyPhone',
    what: 'code that was sent to a phone',
    document: 'mutation ($id: ID!) { verifyPhone(id: $id, code: "000000") { id number } }',
    idOf: (w) => w.phoneCodeId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
  {
    field: 'removePhone',
    what: 'phone',
    document: 'mutation ($id: ID!) { removePhone(id: $id) }',
    idOf: (w) => w.phoneId,
    owner: buyer,
    alsoStrangers: theSeller,
  },
];
