import type { Language } from './words.ts';

const CANCELLED = {
  UNPAID: 'It was not paid in time.',
  OUT_OF_STOCK: 'What you ordered is no longer to be had.',
  REQUESTED: 'As you wished.',
  REFUNDED: 'All of it was paid back.',
} as const;

const DISPUTED = {
  INQUIRY: 'The buyer’s bank asks about it. No money has moved.',
  OPEN: 'The buyer’s bank has taken the money until it decides.',
  WON: 'The bank decided for you and gave the money back.',
  LOST: 'The bank decided for the buyer and keeps the money.',
} as const;

export const english: Language = {
  locale: 'en',
  unnamed: { order: 'your order', product: 'a product' },
  phoneCode: (code) => ({
    title: `${code} is your code at Stoa.`,
    lines: ['It is good for ten minutes. Tell it to nobody: we never ask for it.'],
  }),
  open: 'Open',
  unsubscribe: 'No more of these by e-mail',
  why: 'You get this because you have an account at Stoa.',
  page: {
    question: 'Do you want no more e-mails of this kind?',
    button: 'No more of these',
    done: 'You get no more of these by e-mail.',
    badLink: 'This link is not good any more.',
  },
  words: {
    ORDER_CONFIRMED: ({ total }, { order, items, money }) => ({
      title: `Order ${order} is confirmed`,
      lines: ['Thank you. Your order is paid, and its sellers get it ready.', ...items, `Total: ${money(total)}`],
    }),
    ORDER_CANCELLED: ({ reason, paid }, { order }) => ({
      title: `Order ${order} is cancelled`,
      lines: [CANCELLED[reason], ...(paid && reason !== 'REFUNDED' ? ['What you paid goes back to you.'] : [])],
    }),
    PAYMENT_RECEIVED: ({ amount }, { order, money }) => ({
      title: `We have received ${money(amount)}`,
      lines: [`This is for order ${order}. You find the receipt and the invoices there.`],
    }),
    PAYMENT_FAILED: (_data, { order }) => ({
      title: `The payment of order ${order} failed`,
      lines: ['Nothing was taken. Your order ends unless you try again.'],
    }),
    REFUND_MADE: ({ amount }, { order, money }) => ({
      title: `${money(amount)} goes back to you`,
      lines: [`This is for order ${order}. It can take some days until your bank shows it.`],
    }),
    SHIPMENT_SENT: (_data, { order }) => ({
      title: `A parcel of order ${order} is on its way`,
      lines: ['Its carrier has it. You can follow it on the page of your order.'],
    }),
    SHIPMENT_DELIVERED: (_data, { order }) => ({
      title: `A parcel of order ${order} was delivered`,
      lines: ['If you have not got it, or something is wrong, say so on the page of your order.'],
    }),
    RETURN_ANSWERED: ({ status }, { order }) => ({
      title: `Your return of order ${order}`,
      lines: [
        {
          APPROVED: 'The seller takes it back. Send it, and say so on the page of your order.',
          REJECTED: 'The seller does not take it back. The page of your order says why.',
          RECEIVED: 'The seller has got it. You are paid back.',
        }[status],
      ],
    }),
    ENROLLED: (_data, { product }) => ({ title: `You are enrolled in ${product}`, lines: ['You can begin at once.'] }),
    COURSE_COMPLETED: (_data, { product }) => ({
      title: `You have completed ${product}`,
      lines: ['Congratulations. Your certificate is on the page of the course.'],
    }),
    DOWNLOAD_UPDATED: (_data, { product }) => ({
      title: `There is a new version of ${product}`,
      lines: ['You have bought it, so you can download it.'],
    }),
    REVIEW_REPLIED: (_data, { product }) => ({ title: `The seller of ${product} has replied to your review`, lines: ['Read it there.'] }),
    ORDER_RECEIVED: ({ toShip }, { order, items }) => ({
      title: `You have sold: order ${order}`,
      lines: [...items, toShip ? 'It is paid. Please send it.' : 'It is paid. There is nothing to send.'],
    }),
    SHIPMENT_STOPPED: (_data, { order }) => ({
      title: `Do not send: order ${order}`,
      lines: ['It was cancelled or paid back, all of it or a part. Look before you pack.'],
    }),
    RETURN_REQUESTED: (_data, { order }) => ({
      title: `A buyer wants to give back: order ${order}`,
      lines: ['Approve or reject it on the page of the order.'],
    }),
    STOCK_LOW: ({ available }, { product }) => ({
      title: `${product} runs low`,
      lines: [available === 1 ? 'There is one left.' : `There are ${available} left.`],
    }),
    REVIEW_RECEIVED: ({ rating }, { product }) => ({
      title: `${product} was reviewed`,
      lines: [`${rating} of 5. You can reply.`],
    }),
    PAYOUT_PAID: ({ amount }, { money }) => ({
      title: `${money(amount)} was paid out to you`,
      lines: ['Your bank shows it within some days.'],
    }),
    PAYOUT_FAILED: ({ amount }, { money }) => ({
      title: `A payout of ${money(amount)} failed`,
      lines: ['The money is yours still. See whether the details of your account are right, and ask for it again.'],
    }),
    PAYMENT_DISPUTED: ({ amount, status }, { order, money }) => ({
      title: `The payment of order ${order} is disputed`,
      lines: [DISPUTED[status], `It is about ${money(amount)}.`],
    }),
    SELLER_STATUS_CHANGED: ({ status }) => ({
      title: { APPROVED: 'You can sell at Stoa', REJECTED: 'You cannot sell at Stoa', SUSPENDED: 'You cannot sell for now' }[status],
      lines: [
        status === 'APPROVED'
          ? 'What you list can be bought from now on.'
          : 'What you list cannot be bought, and payouts wait. What was bought goes on. Your account says why.',
      ],
    }),
    WEBHOOK_DISABLED: ({ reason }) => ({
      title: 'A webhook of yours was disabled',
      lines: [
        reason === 'GONE'
          ? 'Its address answered that it takes nothing any more (410).'
          : 'For days its address has taken nothing that was sent to it.',
        'Nothing is sent there until you enable it again. What was given up you can replay.',
      ],
    }),
    VIDEO_READY: () => ({ title: 'Your video is ready', lines: ['It can be played from now on.'] }),
    VIDEO_FAILED: () => ({ title: 'Your video could not be processed', lines: ['Please upload it again, perhaps in another format.'] }),
    ACCOUNT_OPENED: () => ({ title: 'Welcome to Stoa', lines: ['Your account is open.'] }),
    PASSWORD_CHANGED: () => ({
      title: 'Your password was changed',
      lines: ['If it was not you, set a new one at once.'],
    }),
    STAFF_ACTING: () => ({
      title: 'Our staff are acting for you',
      lines: [
        'Somebody of our staff has opened your account to help you, for half an hour at most. All that they change is written down.',
        'It stands among the sessions of your account, where you can end it. If you did not ask for help, end it and answer this message.',
      ],
    }),
    PHONE_ADDED: () => ({
      title: 'A phone number was added to your account',
      lines: ['You can have messages sent there. If it was not you, take it away, and set a new password.'],
    }),
    ACCOUNT_SUSPENDED: () => ({
      title: 'Your account is suspended',
      lines: ['Nobody can log in to it. If you think that is wrong, answer this message.'],
    }),
    ACCOUNT_REINSTATED: () => ({ title: 'Your account is open again', lines: ['You can log in to it.'] }),
    DIGEST: (_data, { titles }) => ({
      title: titles.length === 1 ? 'One thing since yesterday' : `${titles.length} things since yesterday`,
      lines: titles,
    }),
  },
};
