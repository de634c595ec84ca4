import { expect } from '@jest/globals';
import { aPasserBy, type TestSubgraph } from '@stoa/kit/testing';
import { TOTP } from 'otpauth';
import { logIn, register, type SessionSeen, viewerOf } from './given-account.ts';
import { SoftwarePasskey } from './software-passkey.ts';

/** Where the pages are that ask for passkeys. */
export const ORIGIN = 'https://shop.example';

const SESSION = '{ accessToken refreshToken user { id email accountType } }';
export const COMPLETE = `mutation ($challenge: String!, $code: String, $passkey: String) {
  completeLogIn(challenge: $challenge, code: $code, passkey: $passkey) ${SESSION} }`;
export const FINISH = `mutation ($challenge: String!, $passkey: String!) { finishPasskeyLogIn(challenge: $challenge, passkey: $passkey) ${SESSION} }`;
export const ADDED = '{ method { id kind label } recoveryCodes }';
export const ADD_PASSKEY = `mutation ($challenge: String!, $passkey: String!, $name: String!) {
  addPasskey(challenge: $challenge, passkey: $passkey, name: $name) ${ADDED} }`;

export interface Asked {
  readonly challenge: string;
  readonly methods: readonly string[];
  readonly passkeyOptions: string | null;
}
interface Added {
  readonly method: { readonly id: string; readonly kind: string; readonly label: string };
  readonly recoveryCodes: readonly string[];
}

/** The code of an app, so many half minutes from now. */
export const codeOf = (secret: string, later = 0): string => new TOTP({ secret }).generate({ timestamp: Date.now() + later * 30_000 });

/** What people with second factors do, at a subgraph that is begun later. */
export function secondFactorsAt(identity: () => TestSubgraph) {
  const as = (session: SessionSeen) => identity().as(viewerOf(session));
  const stranger = () => identity().as(aPasserBy);

  /** What logging in asks for besides the password. */
  async function asked(email: string): Promise<Asked> {
    const refusal = await logIn(identity(), email).then(
      () => null,
      (error: { code: string; details: Asked }) => error,
    );
    expect(refusal?.code).toBe('SECOND_FACTOR_REQUIRED');
    return refusal!.details;
  }

  const complete = async (answer: { challenge: string; code?: string; passkey?: string }): Promise<SessionSeen> =>
    (await stranger().query<{ completeLogIn: SessionSeen }>(COMPLETE, answer)).completeLogIn;

  /** Has the codes that were used count as those of a while ago, as they are when somebody logs in again later. */
  const timePasses = (email: string) =>
    identity().sql.query('update totp_factor set last_step = 0 from users where users.id = user_id and email = $1', [email]);

  async function withTotp() {
    const session = await register(identity());
    const { startTotp } = await as(session).query<{ startTotp: { secret: string; url: string } }>('mutation { startTotp { secret url } }');
    const { confirmTotp } = await as(session).query<{ confirmTotp: Added }>(
      `mutation ($code: String!) { confirmTotp(code: $code) ${ADDED} }`,
      {
        code: codeOf(startTotp.secret),
      },
    );
    await timePasses(session.user.email);
    return { session, email: session.user.email, secret: startTotp.secret, added: confirmTotp };
  }

  async function addPasskey(session: SessionSeen, passkey = new SoftwarePasskey(ORIGIN)) {
    const { startPasskey } = await as(session).query<{ startPasskey: { challenge: string; options: string } }>(
      'mutation { startPasskey { challenge options } }',
    );
    const answer = await as(session).query<{ addPasskey: Added }>(ADD_PASSKEY, {
      challenge: startPasskey.challenge,
      passkey: passkey.create(startPasskey.options),
      name: 'Phone',
    });
    return { passkey, added: answer.addPasskey };
  }

  async function byPasskey(passkey: SoftwarePasskey): Promise<SessionSeen> {
    const { startPasskeyLogIn: question } = await stranger().query<{ startPasskeyLogIn: { challenge: string; options: string } }>(
      'mutation { startPasskeyLogIn { challenge options } }',
    );
    const answer = { challenge: question.challenge, passkey: passkey.get(question.options) };
    return (await stranger().query<{ finishPasskeyLogIn: SessionSeen }>(FINISH, answer)).finishPasskeyLogIn;
  }
  return { as, stranger, asked, complete, timePasses, withTotp, addPasskey, byPasskey };
}
