import type { Language } from './words.ts';

const CANCELLED = {
  UNPAID: 'इसका भुगतान समय पर नहीं हुआ।',
  OUT_OF_STOCK: 'आपने जो मँगाया था, वह अब उपलब्ध नहीं है।',
  REQUESTED: 'आपके अनुरोध पर।',
  REFUNDED: 'पूरी राशि वापस कर दी गई।',
} as const;

const DISPUTED = {
  INQUIRY: 'ख़रीदार का बैंक जानकारी माँग रहा है। कोई राशि नहीं ली गई है।',
  OPEN: 'ख़रीदार के बैंक ने फ़ैसला होने तक राशि रोक ली है।',
  WON: 'बैंक ने आपके पक्ष में फ़ैसला किया और राशि लौटा दी।',
  LOST: 'बैंक ने ख़रीदार के पक्ष में फ़ैसला किया और राशि रख ली।',
} as const;

export const hindi: Language = {
  locale: 'hi',
  unnamed: { order: 'आपका ऑर्डर', product: 'एक उत्पाद' },
  phoneCode: (code) => ({ title: `${code} आपका Stoa कोड है।`, lines: ['यह दस मिनट तक मान्य है। इसे किसी को न बताएँ: हम कभी नहीं पूछते।'] }),
  open: 'खोलें',
  unsubscribe: 'ऐसे ई-मेल अब न भेजें',
  why: 'यह संदेश आपको इसलिए मिला है क्योंकि Stoa पर आपका खाता है।',
  page: {
    question: 'क्या आप ऐसे ई-मेल अब नहीं चाहते?',
    button: 'अब न भेजें',
    done: 'अब आपको ऐसे ई-मेल नहीं भेजे जाएँगे।',
    badLink: 'यह लिंक अब मान्य नहीं है।',
  },
  words: {
    ORDER_CONFIRMED: ({ total }, { order, items, money }) => ({
      title: `ऑर्डर ${order} की पुष्टि हो गई`,
      lines: ['धन्यवाद। भुगतान मिल गया है और विक्रेता इसे तैयार कर रहे हैं।', ...items, `कुल: ${money(total)}`],
    }),
    ORDER_CANCELLED: ({ reason, paid }, { order }) => ({
      title: `ऑर्डर ${order} रद्द हो गया`,
      lines: [CANCELLED[reason], ...(paid && reason !== 'REFUNDED' ? ['आपकी राशि आपको वापस मिलेगी।'] : [])],
    }),
    PAYMENT_RECEIVED: ({ amount }, { order, money }) => ({
      title: `हमें ${money(amount)} मिल गए`,
      lines: [`यह ऑर्डर ${order} के लिए है। रसीद और बिल वहीं मिलेंगे।`],
    }),
    PAYMENT_FAILED: (_data, { order }) => ({
      title: `ऑर्डर ${order} का भुगतान विफल रहा`,
      lines: ['कोई राशि नहीं ली गई। दोबारा प्रयास न करने पर ऑर्डर समाप्त हो जाएगा।'],
    }),
    REFUND_MADE: ({ amount }, { order, money }) => ({
      title: `${money(amount)} आपको वापस किए जा रहे हैं`,
      lines: [`यह ऑर्डर ${order} के लिए है। बैंक में दिखने में कुछ दिन लग सकते हैं।`],
    }),
    SHIPMENT_SENT: (_data, { order }) => ({
      title: `ऑर्डर ${order} का एक पार्सल रास्ते में है`,
      lines: ['वह कूरियर के पास है। ऑर्डर के पेज पर आप उसे देख सकते हैं।'],
    }),
    SHIPMENT_DELIVERED: (_data, { order }) => ({
      title: `ऑर्डर ${order} का एक पार्सल पहुँच गया`,
      lines: ['यदि वह आपको नहीं मिला या कुछ ग़लत है, तो ऑर्डर के पेज पर बताएँ।'],
    }),
    RETURN_ANSWERED: ({ status }, { order }) => ({
      title: `ऑर्डर ${order} की वापसी`,
      lines: [
        {
          APPROVED: 'विक्रेता इसे वापस लेगा। भेजकर ऑर्डर के पेज पर बताएँ।',
          REJECTED: 'विक्रेता इसे वापस नहीं लेगा। कारण ऑर्डर के पेज पर है।',
          RECEIVED: 'विक्रेता को यह मिल गया। आपकी राशि वापस की जा रही है।',
        }[status],
      ],
    }),
    ENROLLED: (_data, { product }) => ({ title: `${product} में आपका नामांकन हो गया`, lines: ['आप अभी शुरू कर सकते हैं।'] }),
    COURSE_COMPLETED: (_data, { product }) => ({
      title: `आपने ${product} पूरा कर लिया`,
      lines: ['बधाई। आपका प्रमाणपत्र कोर्स के पेज पर है।'],
    }),
    DOWNLOAD_UPDATED: (_data, { product }) => ({
      title: `${product} का नया संस्करण आ गया`,
      lines: ['आपने इसे ख़रीदा है, इसलिए आप इसे डाउनलोड कर सकते हैं।'],
    }),
    REVIEW_REPLIED: (_data, { product }) => ({
      title: `${product} के विक्रेता ने आपकी समीक्षा का उत्तर दिया`,
      lines: ['उसे वहीं पढ़ें।'],
    }),
    ORDER_RECEIVED: ({ toShip }, { order, items }) => ({
      title: `आपकी बिक्री हुई: ऑर्डर ${order}`,
      lines: [...items, toShip ? 'भुगतान हो चुका है। कृपया भेजें।' : 'भुगतान हो चुका है। कुछ भेजना नहीं है।'],
    }),
    SHIPMENT_STOPPED: (_data, { order }) => ({
      title: `न भेजें: ऑर्डर ${order}`,
      lines: ['यह पूरा या आंशिक रूप से रद्द हुआ या इसकी राशि लौटाई गई। पैक करने से पहले देख लें।'],
    }),
    RETURN_REQUESTED: (_data, { order }) => ({
      title: `ख़रीदार लौटाना चाहता है: ऑर्डर ${order}`,
      lines: ['ऑर्डर के पेज पर स्वीकार या अस्वीकार करें।'],
    }),
    STOCK_LOW: ({ available }, { product }) => ({ title: `${product} कम बचा है`, lines: [`शेष: ${available}`] }),
    REVIEW_RECEIVED: ({ rating }, { product }) => ({
      title: `${product} की समीक्षा हुई`,
      lines: [`5 में से ${rating}। आप उत्तर दे सकते हैं।`],
    }),
    PAYOUT_PAID: ({ amount }, { money }) => ({ title: `आपको ${money(amount)} का भुगतान किया गया`, lines: ['बैंक में यह कुछ दिनों में दिखेगा।'] }),
    PAYOUT_FAILED: ({ amount }, { money }) => ({
      title: `${money(amount)} का भुगतान विफल रहा`,
      lines: ['राशि अब भी आपकी है। अपने खाते का विवरण जाँचें और फिर से माँगें।'],
    }),
    PAYMENT_DISPUTED: ({ amount, status }, { order, money }) => ({
      title: `ऑर्डर ${order} के भुगतान पर विवाद है`,
      lines: [DISPUTED[status], `राशि: ${money(amount)}`],
    }),
    SELLER_STATUS_CHANGED: ({ status }) => ({
      title: {
        APPROVED: 'आप Stoa पर बेच सकते हैं',
        REJECTED: 'आप Stoa पर नहीं बेच सकते',
        SUSPENDED: 'आप फ़िलहाल नहीं बेच सकते',
      }[status],
      lines: [
        status === 'APPROVED'
          ? 'आपके उत्पाद अब ख़रीदे जा सकते हैं।'
          : 'आपके उत्पाद नहीं ख़रीदे जा सकते और भुगतान रुके हैं। जो बिक चुका है, वह जारी रहेगा। कारण आपके खाते में है।',
      ],
    }),
    WEBHOOK_DISABLED: ({ reason }) => ({
      title: 'आपका एक वेबहुक बंद कर दिया गया',
      lines: [
        reason === 'GONE' ? 'उसके पते ने उत्तर दिया कि वह अब कुछ नहीं लेता (410)।' : 'उसके पते ने कई दिनों से भेजा हुआ कुछ नहीं लिया है।',
        'जब तक आप उसे फिर चालू नहीं करते, वहाँ कुछ नहीं भेजा जाएगा। जो छूट गया उसे आप दोबारा भिजवा सकते हैं।',
      ],
    }),
    VIDEO_READY: () => ({ title: 'आपका वीडियो तैयार है', lines: ['अब उसे चलाया जा सकता है।'] }),
    VIDEO_FAILED: () => ({ title: 'आपका वीडियो तैयार नहीं हो सका', lines: ['कृपया उसे फिर से अपलोड करें, शायद किसी और फ़ॉर्मैट में।'] }),
    ACCOUNT_OPENED: () => ({ title: 'Stoa में आपका स्वागत है', lines: ['आपका खाता खुल गया है।'] }),
    PASSWORD_CHANGED: () => ({ title: 'आपका पासवर्ड बदला गया', lines: ['यदि यह आपने नहीं किया, तो तुरंत नया पासवर्ड बनाएँ।'] }),
    STAFF_ACTING: () => ({
      title: 'हमारे कर्मचारी आपकी ओर से काम कर रहे हैं',
      lines: [
        'हमारे एक कर्मचारी ने आपकी सहायता के लिए आपका खाता अधिक से अधिक आधे घंटे के लिए खोला है। जो भी बदला जाता है, वह लिखा जाता है।',
        'यह आपके खाते के सत्रों में दिखता है, और आप इसे वहीं समाप्त कर सकते हैं। यदि आपने सहायता नहीं माँगी, तो इसे समाप्त करें और इस संदेश का उत्तर दें।',
      ],
    }),
    PHONE_ADDED: () => ({
      title: 'आपके खाते में एक फ़ोन नंबर जोड़ा गया',
      lines: ['उस पर संदेश मँगाए जा सकते हैं। यदि यह आपने नहीं किया, तो उसे हटाएँ और नया पासवर्ड बनाएँ।'],
    }),
    ACCOUNT_SUSPENDED: () => ({
      title: 'आपका खाता निलंबित है',
      lines: ['कोई उसमें लॉग इन नहीं कर सकता। यदि आपको यह ग़लत लगे, तो इस संदेश का उत्तर दें।'],
    }),
    ACCOUNT_REINSTATED: () => ({ title: 'आपका खाता फिर खुल गया है', lines: ['आप उसमें लॉग इन कर सकते हैं।'] }),
    DIGEST: (_data, { titles }) => ({ title: `कल से अब तक की सूचनाएँ: ${titles.length}`, lines: titles }),
  },
};
