import { createHash } from 'node:crypto';
import type { VerifiedCertificate } from './certificate.loader.ts';

const STYLE = `body{font:18px/1.5 Georgia,serif;margin:0;background:#f4f1ea;color:#222}
main{max-width:40rem;margin:10vh auto;padding:3rem;background:#fff;border:1px solid #cbb;text-align:center}
h1{font-size:1rem;letter-spacing:.2em;text-transform:uppercase}h2{font-size:2rem;margin:.5em 0}
.void{color:#a00;font-weight:bold}small{color:#666}`;

/** No script runs in it, nothing is fetched by it, and nobody puts a frame around it, whatever a name holds. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter]!);

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

/** What a certificate says, for people. */
export function certificatePage({ certificate, valid }: VerifiedCertificate): string {
  const { number, studentName, courseName, issuedAt } = certificate;
  const standing = valid
    ? `<p><a href="/certificates/${escaped(number)}.pdf">As a PDF</a></p>`
    : '<p class="void">This certificate is not valid any more.</p>';
  return page(
    `Certificate ${number}`,
    `<h1>Certificate of completion</h1><h2>${escaped(studentName)}</h2><p>has completed the course</p><h2>${escaped(courseName)}</h2>
<p><time datetime="${issuedAt.toISOString()}">${issuedAt.toISOString().slice(0, 10)}</time></p>${standing}<small>${escaped(number)}</small>`,
  );
}

export const noCertificatePage = (): string =>
  page('No such certificate', '<h1>No such certificate</h1><p>Nothing was issued under this number.</p>');
