export { type Mail, type Mailer, MailNotTaken, MailRefused } from './mail.ts';
export { mailer } from './mailer.ts';
