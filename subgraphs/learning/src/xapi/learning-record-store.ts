import { resource } from '@stoa/kit/subgraph';
import { learningSettings } from '../learning-settings.ts';

/** What a store made of statements: it has them, it will never take them, or it may take them another time. */
export type Taken = { readonly outcome: 'taken' } | { readonly outcome: 'refused' | 'later'; readonly why: string };

/** Another learning platform that wants to know what is learnt, by xAPI. */
export interface LearningRecordStore {
  /** Where people and courses are told apart: the start of all ids in statements. */
  readonly home: string;
  send(statements: readonly object[]): Promise<Taken>;
}

const TIMEOUT_MS = 10_000;

/** The store that is configured; null where there is none, and then nothing is kept for it. */
export const learningRecordStore = resource('learning record store', (environment): LearningRecordStore | null => {
  const { XAPI_ENDPOINT, XAPI_USERNAME, XAPI_PASSWORD, STOA_PUBLIC_URL } = learningSettings.make(environment);
  if (!XAPI_ENDPOINT) return null;
  const url = `${XAPI_ENDPOINT.replace(/\/$/, '')}/statements`;
  const headers = {
    authorization: `Basic ${Buffer.from(`${XAPI_USERNAME}:${XAPI_PASSWORD}`).toString('base64')}`,
    'content-type': 'application/json',
    'x-experience-api-version': '1.0.3',
  };
  return {
    home: STOA_PUBLIC_URL.replace(/\/$/, ''),
    send: async (statements) => {
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(statements), signal });
        const answer = await response.text();
        // A conflict is about ids that it has already.
        if (response.ok || response.status === 409) return { outcome: 'taken' };
        return { outcome: isFault(response.status) ? 'refused' : 'later', why: `${response.status} ${answer}`.slice(0, 500) };
      } catch (error) {
        return { outcome: 'later', why: String(error).slice(0, 500) };
      }
    },
  };
});

/** It would refuse the same statements again. Wrong credentials are put right some day, and what it has no time for now it has later. */
const isFault = (status: number): boolean => status === 400 || status === 413;
