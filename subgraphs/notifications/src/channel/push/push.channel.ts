import type { Channel, DeliveryOutcome } from '../channel.ts';
import type { MakeChannel } from '../channels.ts';
import { fcmSender } from './fcm.ts';
import { readPushRecipient } from './push-recipient.ts';
import { webPushSender } from './web-push.ts';

/** Nobody here can reach such a recipient; it is kept, for it may be the configuration that is wrong. */
const NOT_OFFERED: DeliveryOutcome = { kind: 'permanent', code: 'PUSH_NOT_OFFERED' };

/** Push messages: to browsers by Web Push, to apps by Firebase Cloud Messaging. */
export const pushChannel: MakeChannel = (environment) => {
  const [toBrowser, toApp] = [webPushSender(environment), fcmSender(environment)];
  if (!toBrowser && !toApp) return null;
  const deliver: Channel['deliver'] = async (message, signal) => {
    const recipient = readPushRecipient(message.recipient);
    if (!recipient) return { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true };
    if ('endpoint' in recipient) return toBrowser ? toBrowser(recipient, message, signal) : NOT_OFFERED;
    return toApp ? toApp(recipient.token, message, signal) : NOT_OFFERED;
  };
  return { kind: 'PUSH', deliver };
};
