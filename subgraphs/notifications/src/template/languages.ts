import { english } from './english.ts';
import { german } from './german.ts';
import { hindi } from './hindi.ts';
import type { Language } from './words.ts';

export const LANGUAGES = ['en', 'de', 'hi'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

const languages: Readonly<Record<LanguageCode, Language>> = { en: english, de: german, hi: hindi };

/** The language of a locale like `de-AT`; English where it is none of ours. */
export const languageOf = (locale: string): Language => languages[locale.split('-')[0]!.toLowerCase() as LanguageCode] ?? english;
