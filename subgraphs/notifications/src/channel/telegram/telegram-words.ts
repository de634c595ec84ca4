/** What the bot answers by itself. It tells nobody whose chat it is. */
const WORDS = {
  en: {
    linked: 'You will be told here what happens with your orders. Write /stop to end it.',
    stale: 'That link is not good any more. Have another one made in your settings.',
    ended: 'You will not be told anything here any more.',
    deaf: 'This bot only tells things. Link it in your settings.',
  },
  de: {
    linked: 'Hier erfahren Sie künftig, was mit Ihren Bestellungen geschieht. Mit /stop endet das.',
    stale: 'Dieser Link gilt nicht mehr. In Ihren Einstellungen bekommen Sie einen neuen.',
    ended: 'Hier wird Ihnen nichts mehr mitgeteilt.',
    deaf: 'Dieser Bot teilt nur mit. Verbinden Sie ihn in Ihren Einstellungen.',
  },
  hi: {
    linked: 'अब आपको यहाँ आपके ऑर्डर की सूचनाएँ मिलेंगी। बंद करने के लिए /stop लिखें।',
    stale: 'यह लिंक अब मान्य नहीं है। अपनी सेटिंग में नया लिंक बनाएँ।',
    ended: 'अब आपको यहाँ कोई सूचना नहीं मिलेगी।',
    deaf: 'यह बॉट केवल सूचनाएँ भेजता है। इसे अपनी सेटिंग में जोड़ें।',
  },
} as const;

/** Its words in somebody's language, as Telegram tells it: `de` or `pt-br`. */
export const botWords = (language: string) => WORDS[language.split('-')[0]!.toLowerCase() as keyof typeof WORDS] ?? WORDS.en;
