import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Contact } from './contact/contact.entity.ts';
import { NotificationDelivery } from './delivery/notification-delivery.entity.ts';
import { Notification } from './notification/notification.entity.ts';
import { OwnedProduct } from './owner/owned-product.entity.ts';
import { PhoneCode } from './phone/phone-code.entity.ts';
import { NotificationPreference } from './preference/notification-preference.entity.ts';
import { Recipient } from './preference/recipient.entity.ts';
import { TelegramCode } from './telegram/telegram-code.entity.ts';
import { WebhookDelivery } from './webhook/delivery/webhook-delivery.entity.ts';
import { WebhookEndpoint } from './webhook/endpoint/webhook-endpoint.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** Endpoints of somebody's own shop; the platform's are the platform's, whoever made them. */
const OF_THEIR_SHOP = 'user_id = $1 and seller_id is not null';

/** Where somebody was reached is forgotten, and what a provider said of it. That they were told of what they bought is in ids alone, and stays. */
export const notificationsPersonalData = personalData(contracts, 'notifications', [
  holding(TelegramCode, 'user_id = $1', 'delete', ['codeHash']),
  holding(PhoneCode, 'user_id = $1', 'delete', ['codeHash']),
  holding(NotificationDelivery, 'notification_id in (select id from notification where user_id = $1)', { error: 'null' }),
  holding(Contact, 'user_id = $1', 'delete'),
  holding(NotificationPreference, 'user_id = $1', 'delete'),
  holding(Recipient, 'user_id = $1', { locale: 'null', digest: `'NEVER'`, next_digest_at: 'null' }),
  holding(Notification, 'user_id = $1', 'keep'),
  holding(OwnedProduct, 'buyer_id = $1', 'keep'),
  holding(WebhookDelivery, `endpoint_id in (select id from webhook_endpoint where ${OF_THEIR_SHOP})`, 'delete'),
  holding(WebhookEndpoint, OF_THEIR_SHOP, 'delete', ['secret', 'previousSecret']),
  holding(WebhookEndpoint, 'user_id = $1 and seller_id is null', { user_id: 'null' }, ['secret', 'previousSecret']),
]);
