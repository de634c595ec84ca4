import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';
import { register } from '../testing/given-account.ts';
import { ADD_PASSKEY, FINISH, ORIGIN, secondFactorsAt } from '../testing/given-second-factor.ts';
import { SoftwarePasskey } from '../testing/software-passkey.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest, { environment: { STOA_STOREFRONT_URL: ORIGIN } });
});
afterAll(() => identity.stop());

const { as, stranger, asked, complete, addPasskey, byPasskey } = secondFactorsAt(() => identity);

const wrong = { code: 'INVALID_CREDENTIALS' };
const invalid = { code: 'AUTH_001' };

describe('a passkey', () => {
  test('logs in by itself, without a name', async () => {
    const session = await register(identity);
    const { passkey, added } = await addPasskey(session);
    expect([added.method, added.recoveryCodes.length]).toEqual([{ id: expect.any(String), kind: 'PASSKEY', label: 'Phone' }, 10]);
    expect((await byPasskey(passkey)).user).toEqual(session.user);
    expect((await byPasskey(passkey)).user).toEqual(session.user);
  });

  test('is asked for beside a password, any of the account’s', async () => {
    const session = await register(identity);
    const [one, other] = [await addPasskey(session), await addPasskey(session)];
    expect(other.added.recoveryCodes).toEqual([]);
    one.passkey.isUnlocked = false;
    for (const { passkey } of [one, other]) {
      const { challenge, methods, passkeyOptions } = await asked(session.user.email);
      expect(methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
      expect((await complete({ challenge, passkey: passkey.get(passkeyOptions!) })).user).toEqual(session.user);
    }
  });

  test.each([
    [
      'at a page that looks like ours',
      (passkey: SoftwarePasskey) => Object.assign(passkey, { origin: 'https://shop.example.attacker.example' }),
    ],
    ['that was copied', (passkey: SoftwarePasskey) => Object.assign(passkey, { counter: 0 })],
    ['that asked for no finger, by itself', (passkey: SoftwarePasskey) => Object.assign(passkey, { isUnlocked: false })],
    ['that nobody has added', () => new SoftwarePasskey(ORIGIN)],
  ])('%s logs nobody in', async (_what, change) => {
    const { passkey } = await addPasskey(await register(identity));
    await byPasskey(passkey);
    await byPasskey(passkey);
    await expect(byPasskey(change(passkey))).rejects.toMatchObject(wrong);
  });

  test('of somebody else answers nobody’s question', async () => {
    const [session, somebody] = [await register(identity), await register(identity)];
    await addPasskey(session);
    const { passkey } = await addPasskey(somebody);
    const { challenge, passkeyOptions } = await asked(session.user.email);
    await expect(complete({ challenge, passkey: passkey.get(passkeyOptions!) })).rejects.toMatchObject(wrong);
  });

  test('answers a question once', async () => {
    const { passkey } = await addPasskey(await register(identity));
    const { startPasskeyLogIn: question } = await stranger().query<{ startPasskeyLogIn: { challenge: string; options: string } }>(
      'mutation { startPasskeyLogIn { challenge options } }',
    );
    const answer = { challenge: question.challenge, passkey: passkey.get(question.options) };
    await stranger().query(FINISH, answer);
    await expect(stranger().query(FINISH, answer)).rejects.toMatchObject(invalid);
  });

  test('is added by who asked, at our page, once', async () => {
    const [session, somebody] = [await register(identity), await register(identity)];
    const { passkey } = await addPasskey(session);
    await expect(addPasskey(somebody, passkey)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(addPasskey(session, new SoftwarePasskey('https://attacker.example'))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const { startPasskey } = await as(session).query<{ startPasskey: { challenge: string; options: string } }>(
      'mutation { startPasskey { challenge options } }',
    );
    const answer = { challenge: startPasskey.challenge, passkey: new SoftwarePasskey(ORIGIN).create(startPasskey.options), name: 'Phone' };
    await expect(as(somebody).query(ADD_PASSKEY, answer)).rejects.toMatchObject(invalid);
  });
});
