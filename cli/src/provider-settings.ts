import { z } from 'zod';
import { channelSettings } from './channel-settings.ts';
import { outsideIssuers } from './outside-issuers-setting.ts';
import { described, port, url } from './setting-kinds.ts';

/** The settings of the world outside: who takes money, who carries parcels, and who plays them. */
export const providerSettings = {
  STRIPE_SECRET_KEY: described(
    z
      .string()
      .regex(/^(sk|rk)_/, 'must be a secret key of Stripe, sk_… or rk_…')
      .optional(),
    {
      about: 'Key of a Stripe account. With it payments talk to Stripe itself.',
      otherwise: "the sandbox's",
      secret: true,
    },
  ),
  STRIPE_PUBLISHABLE_KEY: described(z.string().startsWith('pk_', 'must be a publishable key of Stripe, pk_…').optional(), {
    about: 'Key that a payment page uses.',
    otherwise: "the sandbox's",
  }),
  STRIPE_WEBHOOK_SECRET: described(z.string().startsWith('whsec_', 'must be a signing secret, whsec_…').optional(), {
    about: "Signs Stripe's webhooks. Without it, with real keys, payments are settled by asking Stripe alone.",
    otherwise: 'with the sandbox, one made for it',
    secret: true,
  }),
  STRIPE_PAYMENT_METHODS: described(z.string().optional(), {
    about:
      'What buyers may pay by at Stripe, separated by commas, such as `card,link,ideal`: types that settle at once. The account has to have them turned on.',
    otherwise: '`card`, with which come the wallets that are cards',
  }),
  STRIPE_API_BASE: described(url('http:', 'https:').optional(), {
    about: "Where Stripe's API is.",
    otherwise: "Stripe's own address with real keys, else the sandbox's",
  }),
  STRIPE_CONNECT_RETURN_URL: described(url('http:', 'https:').optional(), {
    about: "Where a seller comes back to from Stripe's onboarding.",
    otherwise: '`http://127.0.0.1:4000/graphql`',
  }),
  STOA_SHIPPING_RATES_URL: described(url('http:', 'https:').optional(), {
    about:
      'A service that is asked what shipping methods cost (`subgraphs/orders/src/pricing/ask-outside.ts` has the question). Where it gives no answer within two seconds, the prices that sellers have set count.',
    otherwise: 'the prices that sellers have set',
  }),
  STOA_TAX_URL: described(url('http:', 'https:').optional(), {
    about:
      'A service that is asked for the tax on each line and on sending. Where it gives no answer within two seconds, the rates that administrators have set count.',
    otherwise: 'the rates that administrators have set',
  }),
  RAZORPAY_KEY_ID: described(z.string().regex(/^rzp_/, 'must be a key id of Razorpay, rzp_…').optional(), {
    about: 'Key id of a Razorpay account. With it, and its secret, buyers may pay by Razorpay itself.',
    otherwise: "the sandbox's where Stripe is played by one too; beside real keys for Stripe, Razorpay is not offered",
  }),
  RAZORPAY_KEY_SECRET: described(z.string().optional(), {
    about: 'The secret of RAZORPAY_KEY_ID.',
    otherwise: "the sandbox's",
    secret: true,
  }),
  RAZORPAY_WEBHOOK_SECRET: described(z.string().min(16, 'must have at least 16 characters').optional(), {
    about: "Signs Razorpay's webhooks. Without it, with real keys, payments are settled by asking Razorpay alone.",
    otherwise: 'with the sandbox, one made for it',
    secret: true,
  }),
  RAZORPAY_API_BASE: described(url('http:', 'https:').optional(), {
    about: "Where Razorpay's API is.",
    otherwise: "Razorpay's own address with real keys, else the sandbox's",
  }),
  MUX_TOKEN_ID: described(z.string().min(1).optional(), {
    about:
      "Id of an access token of Mux, which makes lectures' videos playable. It fetches them from the object store, so it has to reach that.",
    otherwise: "the sandbox's; in production no lecture has a video",
  }),
  MUX_TOKEN_SECRET: described(z.string().min(1).optional(), {
    about: 'The secret of MUX_TOKEN_ID.',
    otherwise: "the sandbox's",
    secret: true,
  }),
  MUX_WEBHOOK_SECRET: described(z.string().min(16, 'must have at least 16 characters').optional(), {
    about: "Signs Mux's webhooks. Without it, with a real token, videos come along by asking Mux alone.",
    otherwise: 'with the sandbox, one made for it',
    secret: true,
  }),
  MUX_SIGNING_KEY: described(z.string().min(1).optional(), {
    about: 'Id of the signing key of Mux under which videos are played.',
    otherwise: "the sandbox's",
  }),
  MUX_PRIVATE_KEY: described(z.string().min(1).optional(), {
    about: 'The private key of MUX_SIGNING_KEY, in base64 as Mux gives it.',
    otherwise: 'with the sandbox, one made for it',
    secret: true,
  }),
  MUX_API_BASE: described(url('http:', 'https:').optional(), {
    about: "Where Mux's API is.",
    otherwise: "Mux's own address with a real token, else the sandbox's",
  }),
  MUX_STREAM_BASE: described(url('http:', 'https:').optional(), {
    about: 'Where players find videos, if Mux serves them under a domain of yours.',
    otherwise: '`https://stream.mux.com` with a real token, else the sandbox',
  }),
  MUX_IMAGE_BASE: described(url('http:', 'https:').optional(), {
    about: 'The same for their thumbnails.',
    otherwise: '`https://image.mux.com` with a real token, else the sandbox',
  }),
  SANDBOX_STRIPE_PORT: described(port('12111'), { about: 'Port of the Stripe sandbox, which runs where no STRIPE_SECRET_KEY is set.' }),
  SANDBOX_CARRIER_PORT: described(port('12112'), { about: 'Port of the carrier sandbox, which runs where no CARRIER_API_BASE is set.' }),
  SANDBOX_RAZORPAY_PORT: described(port('12113'), {
    about: 'Port of the Razorpay sandbox, which runs where neither a STRIPE_SECRET_KEY nor a RAZORPAY_KEY_ID is set.',
  }),
  S3_ACCESS_KEY_ID: described(z.string().min(1).optional(), {
    about: 'Key of an object store that speaks S3. With it files are kept there.',
    otherwise: 'an object store on this machine, in the data folder',
  }),
  S3_SECRET_ACCESS_KEY: described(z.string().min(1).optional(), {
    about: 'The secret of S3_ACCESS_KEY_ID.',
    otherwise: 'for the object store on this machine, one made for it',
    secret: true,
  }),
  S3_BUCKET: described(z.string().min(3).max(63).optional(), { about: 'The bucket; nothing in it is public.', otherwise: '`stoa-media`' }),
  S3_REGION: described(z.string().min(1).optional(), { about: 'The region of the bucket.', otherwise: '`us-east-1`' }),
  S3_ENDPOINT: described(url('http:', 'https:').optional(), {
    about: "Where the object store is, if it is not AWS's.",
    otherwise: "AWS's own address with real keys, else this machine's",
  }),
  S3_PUBLIC_ENDPOINT: described(url('http:', 'https:').optional(), {
    about: 'Where clients reach the object store, if not where the servers do: uploads and downloads go straight there.',
    otherwise: 'S3_ENDPOINT',
  }),
  STOA_PUBLIC_URL: described(url('http:', 'https:').optional(), {
    about: "The gateway's address as browsers know it: receipts, invoices, statements and certificates are read there.",
    otherwise: "the gateway's own",
  }),
  STOA_MEDIA_URL: described(url('http:', 'https:').optional(), {
    about: 'Where the public sees images, if a CDN stands before the gateway.',
    otherwise: 'STOA_PUBLIC_URL',
  }),
  SANDBOX_S3_PORT: described(port('12114'), {
    about: 'Port of the object store on this machine, which runs where no S3_ACCESS_KEY_ID is set.',
  }),
  ...channelSettings,
  STOA_STOREFRONT_URL: described(url('http:', 'https:').optional(), {
    about: 'Where the storefront is, as browsers know it: links in mails lead to its pages `/reset-password` and `/verify-email`.',
    otherwise: 'STOA_PUBLIC_URL',
  }),
  STOA_SIGN_IN_PROVIDERS: described(z.string().optional(), {
    about:
      'The OpenID providers that people may sign in by, as JSON: `[{"name":"google","label":"Google","issuer":"https://accounts.google.com","clientId":"…","clientSecret":"…"}]`, with `scopes` and `linksByEmail` where they are to be others ([operate.md](operate.md#sign-in-providers)).',
    otherwise: "the sandbox's; in production none",
    secret: true,
  }),
  STOA_SIGN_IN_PAGES: described(z.string().optional(), {
    about: 'The pages that browsers may come back to from a provider, separated by commas; each is its whole address.',
    otherwise: '`/sign-in` of the storefront',
  }),
  STOA_OUTSIDE_ISSUERS: described(outsideIssuers.optional(), {
    about:
      'Others whose access tokens the gateway takes, as JSON: `[{"issuer":"https://tenant.eu.auth0.com/","audience":"https://api.shop.example"}]`, with `algorithms`, `emailClaim`, `emailVerifiedClaim` and `accountTypeClaim` where they are to be others ([operate.md](operate.md#outside-issuers)).',
    otherwise: 'nobody',
  }),
  STOA_SECOND_FACTOR_FOR: described(z.enum(['nobody', 'admins']).optional(), {
    about: 'Who needs a second factor: with `admins`, an administrator who has logged in without one has the rights of a buyer.',
    otherwise: '`nobody`',
  }),
  SANDBOX_OPENID_PORT: described(port('12118'), {
    about: 'Port of the OpenID provider on this machine, which there is where no STOA_SIGN_IN_PROVIDERS is set, but not in production.',
  }),
  SANDBOX_MUX_PORT: described(port('12115'), {
    about: 'Port of the Mux sandbox, which runs where no MUX_TOKEN_ID is set, but not in production.',
  }),
  XAPI_ENDPOINT: described(url('http:', 'https:').optional(), {
    about:
      'Where a learning record store takes xAPI statements, without the `/statements`: it is told which lectures and courses are completed, by whom it is only told in ids.',
    otherwise: 'nobody is told',
  }),
  XAPI_USERNAME: described(z.string().optional(), { about: 'Who we are to the learning record store.' }),
  XAPI_PASSWORD: described(z.string().optional(), { about: 'Its password for XAPI_USERNAME.', secret: true }),
  CARRIER_API_BASE: described(url('http:', 'https:').optional(), { about: "Where the carrier's API is.", otherwise: "the sandbox's" }),
  CARRIER_WEBHOOK_SECRET: described(z.string().min(16, 'must have at least 16 characters').optional(), {
    about: "Signs carriers' webhooks.",
    otherwise: 'with the sandbox, one made for it',
    secret: true,
  }),
};
