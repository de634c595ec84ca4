import type { Language } from './words.ts';

const CANCELLED = {
  UNPAID: 'Sie wurde nicht rechtzeitig bezahlt.',
  OUT_OF_STOCK: 'Was Sie bestellt haben, ist nicht mehr zu haben.',
  REQUESTED: 'Wie von Ihnen gewünscht.',
  REFUNDED: 'Alles wurde zurückgezahlt.',
} as const;

const DISPUTED = {
  INQUIRY: 'Die Bank des Käufers fragt nach. Es ist kein Geld geflossen.',
  OPEN: 'Die Bank des Käufers behält das Geld ein, bis sie entschieden hat.',
  WON: 'Die Bank hat für Sie entschieden und das Geld zurückgegeben.',
  LOST: 'Die Bank hat für den Käufer entschieden und behält das Geld.',
} as const;

export const german: Language = {
  locale: 'de',
  unnamed: { order: 'Ihre Bestellung', product: 'ein Produkt' },
  phoneCode: (code) => ({
    title: `${code} ist Ihr Code bei Stoa.`,
    lines: ['Er gilt zehn Minuten. Sagen Sie ihn niemandem: Wir fragen nie danach.'],
  }),
  open: 'Öffnen',
  unsubscribe: 'Keine E-Mails dieser Art mehr',
  why: 'Sie erhalten diese Nachricht, weil Sie ein Konto bei Stoa haben.',
  page: {
    question: 'Möchten Sie keine E-Mails dieser Art mehr?',
    button: 'Keine mehr',
    done: 'Sie erhalten keine E-Mails dieser Art mehr.',
    badLink: 'Dieser Link ist nicht mehr gültig.',
  },
  words: {
    ORDER_CONFIRMED: ({ total }, { order, items, money }) => ({
      title: `Bestellung ${order} ist bestätigt`,
      lines: ['Vielen Dank. Ihre Bestellung ist bezahlt und wird vorbereitet.', ...items, `Summe: ${money(total)}`],
    }),
    ORDER_CANCELLED: ({ reason, paid }, { order }) => ({
      title: `Bestellung ${order} ist storniert`,
      lines: [CANCELLED[reason], ...(paid && reason !== 'REFUNDED' ? ['Was Sie bezahlt haben, erhalten Sie zurück.'] : [])],
    }),
    PAYMENT_RECEIVED: ({ amount }, { order, money }) => ({
      title: `Wir haben ${money(amount)} erhalten`,
      lines: [`Das ist für Bestellung ${order}. Beleg und Rechnungen finden Sie dort.`],
    }),
    PAYMENT_FAILED: (_data, { order }) => ({
      title: `Die Zahlung von Bestellung ${order} ist fehlgeschlagen`,
      lines: ['Es wurde nichts abgebucht. Ohne einen neuen Versuch endet Ihre Bestellung.'],
    }),
    REFUND_MADE: ({ amount }, { order, money }) => ({
      title: `${money(amount)} gehen an Sie zurück`,
      lines: [`Das ist für Bestellung ${order}. Bis Ihre Bank es zeigt, kann es einige Tage dauern.`],
    }),
    SHIPMENT_SENT: (_data, { order }) => ({
      title: `Ein Paket von Bestellung ${order} ist unterwegs`,
      lines: ['Der Zusteller hat es. Auf der Seite der Bestellung können Sie es verfolgen.'],
    }),
    SHIPMENT_DELIVERED: (_data, { order }) => ({
      title: `Ein Paket von Bestellung ${order} wurde zugestellt`,
      lines: ['Wenn Sie es nicht haben oder etwas nicht stimmt, sagen Sie es auf der Seite der Bestellung.'],
    }),
    RETURN_ANSWERED: ({ status }, { order }) => ({
      title: `Ihre Rückgabe von Bestellung ${order}`,
      lines: [
        {
          APPROVED: 'Der Verkäufer nimmt es zurück. Senden Sie es ab und vermerken Sie das auf der Seite der Bestellung.',
          REJECTED: 'Der Verkäufer nimmt es nicht zurück. Warum, steht auf der Seite der Bestellung.',
          RECEIVED: 'Der Verkäufer hat es erhalten. Sie bekommen Ihr Geld zurück.',
        }[status],
      ],
    }),
    ENROLLED: (_data, { product }) => ({ title: `Sie nehmen an ${product} teil`, lines: ['Sie können sofort beginnen.'] }),
    COURSE_COMPLETED: (_data, { product }) => ({
      title: `Sie haben ${product} abgeschlossen`,
      lines: ['Herzlichen Glückwunsch. Ihr Zertifikat ist auf der Seite des Kurses.'],
    }),
    DOWNLOAD_UPDATED: (_data, { product }) => ({
      title: `Es gibt eine neue Fassung von ${product}`,
      lines: ['Sie haben es gekauft und können sie herunterladen.'],
    }),
    REVIEW_REPLIED: (_data, { product }) => ({
      title: `Der Verkäufer von ${product} hat auf Ihre Bewertung geantwortet`,
      lines: ['Dort können Sie es lesen.'],
    }),
    ORDER_RECEIVED: ({ toShip }, { order, items }) => ({
      title: `Sie haben verkauft: Bestellung ${order}`,
      lines: [...items, toShip ? 'Sie ist bezahlt. Bitte versenden.' : 'Sie ist bezahlt. Zu versenden ist nichts.'],
    }),
    SHIPMENT_STOPPED: (_data, { order }) => ({
      title: `Nicht versenden: Bestellung ${order}`,
      lines: ['Sie wurde ganz oder zum Teil storniert oder zurückgezahlt. Sehen Sie nach, bevor Sie packen.'],
    }),
    RETURN_REQUESTED: (_data, { order }) => ({
      title: `Ein Käufer möchte zurückgeben: Bestellung ${order}`,
      lines: ['Auf der Seite der Bestellung können Sie annehmen oder ablehnen.'],
    }),
    STOCK_LOW: ({ available }, { product }) => ({ title: `${product} geht zur Neige`, lines: [`Vorrätig: ${available}`] }),
    REVIEW_RECEIVED: ({ rating }, { product }) => ({
      title: `${product} wurde bewertet`,
      lines: [`${rating} von 5. Sie können antworten.`],
    }),
    PAYOUT_PAID: ({ amount }, { money }) => ({
      title: `${money(amount)} wurden an Sie ausgezahlt`,
      lines: ['Ihre Bank zeigt es in einigen Tagen.'],
    }),
    PAYOUT_FAILED: ({ amount }, { money }) => ({
      title: `Eine Auszahlung von ${money(amount)} ist fehlgeschlagen`,
      lines: ['Das Geld gehört weiter Ihnen. Prüfen Sie die Angaben Ihres Kontos und fordern Sie es neu an.'],
    }),
    PAYMENT_DISPUTED: ({ amount, status }, { order, money }) => ({
      title: `Die Zahlung von Bestellung ${order} ist strittig`,
      lines: [DISPUTED[status], `Es geht um ${money(amount)}.`],
    }),
    SELLER_STATUS_CHANGED: ({ status }) => ({
      title: {
        APPROVED: 'Sie können bei Stoa verkaufen',
        REJECTED: 'Sie können bei Stoa nicht verkaufen',
        SUSPENDED: 'Sie können vorerst nicht verkaufen',
      }[status],
      lines: [
        status === 'APPROVED'
          ? 'Was Sie anbieten, kann ab jetzt gekauft werden.'
          : 'Was Sie anbieten, kann nicht gekauft werden, und Auszahlungen warten. Was gekauft wurde, läuft weiter. Warum, steht in Ihrem Konto.',
      ],
    }),
    WEBHOOK_DISABLED: ({ reason }) => ({
      title: 'Einer Ihrer Webhooks wurde abgeschaltet',
      lines: [
        reason === 'GONE'
          ? 'Seine Adresse hat geantwortet, dass sie nichts mehr annimmt (410).'
          : 'Seine Adresse hat tagelang nichts angenommen, was an sie gesendet wurde.',
        'Es wird nichts mehr dorthin gesendet, bis Sie ihn wieder einschalten. Was aufgegeben wurde, können Sie noch einmal senden lassen.',
      ],
    }),
    VIDEO_READY: () => ({ title: 'Ihr Video ist bereit', lines: ['Es kann ab jetzt abgespielt werden.'] }),
    VIDEO_FAILED: () => ({
      title: 'Ihr Video konnte nicht verarbeitet werden',
      lines: ['Bitte laden Sie es noch einmal hoch, vielleicht in einem anderen Format.'],
    }),
    ACCOUNT_OPENED: () => ({ title: 'Willkommen bei Stoa', lines: ['Ihr Konto ist eröffnet.'] }),
    PASSWORD_CHANGED: () => ({
      title: 'Ihr Passwort wurde geändert',
      lines: ['Wenn Sie das nicht waren, setzen Sie sofort ein neues.'],
    }),
    STAFF_ACTING: () => ({
      title: 'Unsere Mitarbeiter handeln für Sie',
      lines: [
        'Jemand von uns hat Ihr Konto geöffnet, um Ihnen zu helfen, für höchstens eine halbe Stunde. Was dabei geändert wird, wird festgehalten.',
        'Sie finden das unter den Sitzungen Ihres Kontos und können es dort beenden. Haben Sie nicht um Hilfe gebeten, beenden Sie es und antworten Sie auf diese Nachricht.',
      ],
    }),
    PHONE_ADDED: () => ({
      title: 'Ihrem Konto wurde eine Telefonnummer hinzugefügt',
      lines: [
        'Sie können sich dorthin Nachrichten schicken lassen. Wenn Sie das nicht waren, entfernen Sie sie und setzen Sie ein neues Passwort.',
      ],
    }),
    ACCOUNT_SUSPENDED: () => ({
      title: 'Ihr Konto ist gesperrt',
      lines: ['Niemand kann sich dort anmelden. Wenn Sie das für falsch halten, antworten Sie auf diese Nachricht.'],
    }),
    ACCOUNT_REINSTATED: () => ({ title: 'Ihr Konto ist wieder offen', lines: ['Sie können sich anmelden.'] }),
    DIGEST: (_data, { titles }) => ({
      title: titles.length === 1 ? 'Eine Neuigkeit seit gestern' : `${titles.length} Neuigkeiten seit gestern`,
      lines: titles,
    }),
  },
};
