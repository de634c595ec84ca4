import { MailNotTaken, MailRefused, mailer } from '@stoa/kit/mail';
import type { Channel, DeliveryOutcome, OutgoingMessage } from '../channel.ts';
import type { MakeChannel } from '../channels.ts';

/** E-mail, by whoever carries mail here. */
export const emailChannel: MakeChannel = (environment) => {
  const carrier = mailer.make(environment);
  if (!carrier) return null;
  const deliver: Channel['deliver'] = async (message, signal) => {
    try {
      const providerId = await carrier.send(mailOf(message), signal);
      return { kind: 'delivered', ...(providerId && { providerId }) };
    } catch (error) {
      if (error instanceof MailNotTaken) return outcomeOf(error);
      throw error;
    }
  };
  return { kind: 'EMAIL', deliver };
};

const mailOf = ({ recipient: to, title: subject, text, html, key, unsubscribeUrl, locale }: OutgoingMessage) => ({
  ...{ to, subject, text, html, key, unsubscribeUrl, locale },
});

const outcomeOf = (error: MailNotTaken): DeliveryOutcome =>
  error instanceof MailRefused
    ? { kind: 'permanent', code: error.code, isAddressGone: error.isAddressGone }
    : { kind: 'retry', code: error.code };
