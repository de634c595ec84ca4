import { policy } from '@stoa/kit/policy';

/** Whoever sees an enrollment sees its certificate, and whoever has its number may have it verified. */
export const certificatePolicy = policy('Certificate', {
  operations: { 'Query.verifyCertificate': 'everyone' },
  fields: { 'Certificate.url': 'everyone' },
});
