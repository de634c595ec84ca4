import type { KeptNotice } from '../kind/kinds.ts';
import { type Facts, factsOf, type Language, type Words } from './words.ts';

/** What a notification says in a language: its title is one line, whatever stands in a product's name. */
export function wordsOf(language: Language, { kind, data, names }: KeptNotice): Words {
  const titles = kind === 'DIGEST' ? data.items.map((item) => wordsOf(language, item).title) : [];
  const say = language.words[kind] as (data: unknown, facts: Facts) => Words;
  const { title, lines } = say(data, factsOf(language, names, titles));
  return { title: title.replace(/[\r\n\t\u2028\u2029]+/g, ' ').trim(), lines };
}

export interface Links {
  readonly action: string;
  /** Absent where nobody can opt out. */
  readonly unsubscribe?: string;
}

export interface Rendered {
  readonly title: string;
  /** Without links: for the history, and for channels that have a place of their own for them. */
  readonly body: string;
  readonly text: string;
  readonly html: string;
}

/** All forms of a message. */
export function render(language: Language, notice: KeptNotice, links: Links): Rendered {
  const { title, lines } = wordsOf(language, notice);
  const body = lines.join('\n\n');
  const footer = links.unsubscribe ? `${language.why} ${language.unsubscribe}: ${links.unsubscribe}` : language.why;
  const text = `${[...lines, links.action, '-- ', footer].join('\n\n').replace('-- \n\n', '-- \n')}\n`;
  return { title, body, text, html: htmlOf(language, title, lines, links) };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** One layout for all kinds. No image and no style sheet is fetched, so opening a mail tells nobody anything. */
function htmlOf(language: Language, title: string, lines: readonly string[], links: Links): string {
  const paragraphs = lines.map((line) => `<p style="margin:0 0 12px">${escapeHtml(line)}</p>`).join('');
  const optOut = links.unsubscribe
    ? ` <a href="${escapeHtml(links.unsubscribe)}" style="color:#666">${escapeHtml(language.unsubscribe)}</a>`
    : '';
  return `<!doctype html><html lang="${language.locale}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px;background:#f5f5f4;font-family:system-ui,sans-serif;color:#1c1917">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
<h1 style="font-size:20px;margin:0 0 16px">${escapeHtml(title)}</h1>${paragraphs}
<p style="margin:24px 0"><a href="${escapeHtml(links.action)}" style="padding:10px 16px;background:#1c1917;color:#fff;border-radius:6px;text-decoration:none">${escapeHtml(language.open)}</a></p>
<p style="margin:0;font-size:12px;color:#666">${escapeHtml(language.why)}${optOut}</p>
</div></body></html>
`;
}
