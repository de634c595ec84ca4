import { BoundedQueue } from '@stoa/kit/concurrency';
import { type RouteResponse, route } from '@stoa/kit/subgraph';
import { learningSettings } from '../learning-settings.ts';
import { verified } from './certificate.loader.ts';
import { certificatePage, noCertificatePage, PAGE_HEADERS } from './certificate-page.ts';

/** Printing holds the process up for some milliseconds each time, so it is done one at a time, and not for a whole crowd. */
const queue = new BoundedQueue(1, 50);

/** A certificate for whoever has its number: a page, or with `.pdf` behind the number the sheet to print. */
export const certificateRoute = route('GET', '/certificates/:number', async (context, _request, name): Promise<RouteResponse> => {
  const isPdf = name.endsWith('.pdf');
  const found = await verified(context, isPdf ? name.slice(0, -4) : name);
  if (!found || (isPdf && !found.valid)) return { status: 404, headers: PAGE_HEADERS, body: noCertificatePage() };
  if (!isPdf) return { status: 200, headers: PAGE_HEADERS, body: certificatePage(found) };
  const { certificate } = found;
  const address = new URL(`/certificates/${certificate.number}`, context.use(learningSettings).STOA_PUBLIC_URL).href;
  // What prints takes 30 MB, which a process that prints nothing does without.
  const { printCertificate } = await import('./print-certificate.ts');
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="certificate-${certificate.number}.pdf"`,
    'cache-control': 'private, no-store',
  };
  return { status: 200, headers, body: await queue.run(() => printCertificate(certificate, address)) };
});
