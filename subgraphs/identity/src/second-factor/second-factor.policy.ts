import { policy } from '@stoa/kit/policy';

export const secondFactorPolicy = policy('SecondFactor', {
  operations: {
    'Mutation.completeLogIn': 'everyone',
    'Mutation.startPasskeyLogIn': 'everyone',
    'Mutation.finishPasskeyLogIn': 'everyone',
    'Mutation.startTotp': 'authenticated',
    'Mutation.confirmTotp': 'authenticated',
    'Mutation.startPasskey': 'authenticated',
    'Mutation.addPasskey': 'authenticated',
    'Mutation.renewRecoveryCodes': 'authenticated',
    'Mutation.resetSecondFactors': 'users:recover',
  },
  acting: {
    'Mutation.startTotp': 'refused',
    'Mutation.confirmTotp': 'refused',
    'Mutation.startPasskey': 'refused',
    'Mutation.addPasskey': 'refused',
    'Mutation.renewRecoveryCodes': 'refused',
  },
});
