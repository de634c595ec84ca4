/** What a person reads of a mail. */
export interface ReadableMail {
  subject: string;
  text: string;
  html: string | null;
  headers: Readonly<Record<string, string>>;
}

interface Part {
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** Reads the subject and the texts of a mail in the form of RFC 5322, also where it has several parts. */
export function readMail(raw: string): ReadableMail {
  const mail = partOf(raw);
  return {
    subject: decodeWords(mail.headers.get('subject') ?? ''),
    text: textOf(mail, 'plain') ?? '',
    html: textOf(mail, 'html'),
    headers: Object.fromEntries(mail.headers),
  };
}

function partOf(raw: string): Part {
  const [head = '', ...rest] = raw.replace(/\r\n/g, '\n').split('\n\n');
  const headers = new Map<string, string>();
  // A line that begins with a space goes on with the one before.
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: rest.join('\n\n') };
}

function textOf({ headers, body }: Part, kind: 'plain' | 'html'): string | null {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary) {
    const parts = `\n${body}`.split(`\n--${boundary}`).slice(1, -1);
    for (const part of parts) {
      const text = textOf(partOf(part.replace(/^\n/, '')), kind);
      if (text !== null) return text;
    }
    return null;
  }
  return type.toLowerCase().startsWith(`text/${kind}`) ? decodeBody(body, headers.get('content-transfer-encoding') ?? '') : null;
}

function decodeBody(body: string, encoding: string): string {
  if (/^base64$/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (/^quoted-printable$/i.test(encoding)) return decodeQuoted(body.replace(/=\n/g, ''));
  return body;
}

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=` of RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : decodeQuoted(word.replace(/_/g, ' ')),
    );
}
