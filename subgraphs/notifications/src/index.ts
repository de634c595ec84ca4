import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { NotificationCreated, NotificationRead } from '@stoa/schema/events/notifications';
import { migrations } from '../migrations/index.ts';
import { address } from './address/address.job.ts';
import { channelResources, channelRoutes } from './channel/channel-routes.ts';
import { channels } from './channel/channels.ts';
import { announceWebhook } from './channel/telegram/announce-webhook.job.ts';
import { Contact } from './contact/contact.entity.ts';
import { ContactResolver } from './contact/contact.resolver.ts';
import { DeadAddress } from './contact/dead-address.entity.ts';
import { NotificationDelivery } from './delivery/notification-delivery.entity.ts';
import { send } from './delivery/send.job.ts';
import { makeDigests } from './digest/make-digests.job.ts';
import { notificationFigures } from './figures.ts';
import { noteEvents } from './notification/note-events.ts';
import { Notification } from './notification/notification.entity.ts';
import { notificationPolicy } from './notification/notification.policy.ts';
import { notificationReference, userExtension } from './notification/notification.reference.ts';
import { NotificationResolver, UserNotificationsResolver } from './notification/notification.resolver.ts';
import { OwnedProduct } from './owner/owned-product.entity.ts';
import { notificationsPersonalData } from './personal-data.ts';
import { PhoneResolver } from './phone/phone.resolver.ts';
import { PhoneCode } from './phone/phone-code.entity.ts';
import { NotificationPreference } from './preference/notification-preference.entity.ts';
import { PreferenceResolver } from './preference/preference.resolver.ts';
import { Recipient } from './preference/recipient.entity.ts';
import { notificationSettings } from './settings.ts';
import { TelegramCode } from './telegram/telegram-code.entity.ts';
import { PreviewResolver } from './template/preview.resolver.ts';
import { unsubscribePageRoute, unsubscribeRoute } from './unsubscribe/unsubscribe.route.ts';
import { UnsubscribeKey } from './unsubscribe/unsubscribe-key.entity.ts';
import { keepWebhooksTidy, sendWebhooksJob } from './webhook/delivery/send-webhooks.job.ts';
import { WebhookDelivery } from './webhook/delivery/webhook-delivery.entity.ts';
import { WebhookEndpoint } from './webhook/endpoint/webhook-endpoint.entity.ts';
import { webhookPolicy } from './webhook/webhook.policy.ts';
import { WebhookDeliveryResolver, WebhookEndpointResolver } from './webhook/webhook.resolver.ts';
import { webhookClient, webhookSealing, webhookSettings } from './webhook/webhook-settings.ts';

/** What people and partners' systems are told of what happens, by the ways that they want, each thing once. */
export default defineSubgraph({
  name: 'notifications',
  entities: [
    ...[Notification, NotificationDelivery, Recipient, NotificationPreference, Contact, DeadAddress],
    ...[OwnedProduct, TelegramCode, PhoneCode, UnsubscribeKey, WebhookEndpoint, WebhookDelivery],
  ],
  migrations,
  resolvers: [
    ...[NotificationResolver, UserNotificationsResolver, PreferenceResolver, ContactResolver, PhoneResolver, PreviewResolver],
    ...[WebhookEndpointResolver, WebhookDeliveryResolver],
  ],
  references: [notificationReference, userExtension],
  policies: [notificationPolicy, webhookPolicy],
  publishes: [NotificationCreated, NotificationRead],
  handlers: noteEvents,
  jobs: [address, send, makeDigests, announceWebhook, sendWebhooksJob, keepWebhooksTidy],
  routes: [unsubscribePageRoute, unsubscribeRoute, ...channelRoutes],
  resources: [notificationSettings, channels, ...channelResources, webhookSettings, webhookClient, webhookSealing],
  figures: notificationFigures,
  personalData: notificationsPersonalData,
  staffActs: staffActs(recordStaffActs, 'notifications'),
});
