import type { SandboxPerson } from './people.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

const hidden = (query: URLSearchParams): string =>
  [...query].map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`).join('');

const button = ({ sub, email, email_verified: isVerified, given_name: first = '', family_name: last = '', name }: SandboxPerson): string =>
  `<p><button name="sub" value="${escaped(sub)}">${escaped(name ?? `${first} ${last}`.trim())}</button> ${escaped(email ?? 'no address')}, ${isVerified ? 'verified' : 'not verified'}</p>`;

/** The page on which somebody says who they are. Nobody has a password here. */
export const peoplePage = (people: Iterable<SandboxPerson>, query: URLSearchParams): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in</title>
<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem}</style>
<h1>Who are you?</h1>
<form method="get" action="/authorize/choose">${hidden(query)}
${[...people].map(button).join('\n')}
<p><button name="sub" value="">Nobody: refuse</button></p>
</form></html>`;
