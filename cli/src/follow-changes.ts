import type { FollowChanges } from '@stoa/gateway/index';
import type { EventContract, EventEnvelope } from '@stoa/kit/contracts';
import { type Bus, touchedNames } from '@stoa/kit/events';
import { GATEWAY_USER } from './infrastructure/nats-config.ts';

/** Tells a gateway what the domains' events touch, as far as there are contracts for them; of any other event nobody knows what it touches. */
export const changesOn =
  (bus: () => Promise<Bus>, contracts: readonly EventContract[]): FollowChanges =>
  async (listener) => {
    const contractOf = new Map(contracts.map((contract) => [`${contract.name} v${contract.version}`, contract]));
    const touched = ({ name, version, payload }: EventEnvelope) => {
      const contract = contractOf.get(`${name} v${version}`);
      if (!contract) throw new Error(`there is no contract for ${name} v${version} here`);
      return touchedNames(contract, payload);
    };
    return (await bus()).watch({
      domain: GATEWAY_USER,
      subjects: [...new Set(contracts.map(({ domain }) => `${domain}.*.*`))],
      event: (envelope) => {
        try {
          listener.changed({ events: [envelope.id], touches: touched(envelope) });
        } catch {
          // An event of a newer domain than this gateway: it may touch anything.
          listener.missed();
        }
      },
      gap: () => listener.missed(),
      lost: () => listener.lost(),
    });
  };
