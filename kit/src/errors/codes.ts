/** Every code that a client can see in `extensions.code`, and what it means. `docs/errors.md` is printed from this table. */
export const errorCodes = {
  UNAUTHENTICATED: 'No access token was sent, and this needs one.',
  AUTH_001: 'The access token is bad or expired.',
  FORBIDDEN: 'This kind of account may not do that.',
  NOT_FOUND: 'There is no such thing, or it is not yours: the answer is the same.',
  BAD_USER_INPUT: 'The input is malformed; `field` names the part where it can be told.',
  INVALID_CREDENTIALS: 'E-mail address and password do not match an account.',
  EMAIL_TAKEN: 'An account with this e-mail address exists.',
  OUT_OF_STOCK: 'Fewer are left than were asked for; `available` says how many.',
  CART_EMPTY: 'There is nothing in the cart to check out.',
  CART_CLOSED: 'The cart was checked out or has ended; `orderId` names its order.',
  PRICE_CHANGED: 'The total is not what was expected; `total` is the present one.',
  CURRENCY_MISMATCH: 'One cart has one currency.',
  IDEMPOTENCY_CONFLICT: 'The idempotency key was used before with another input.',
  PAYMENT_FAILED: 'The payment did not succeed; `paymentStatus`, `providerCode` and `providerMessage` say why.',
  NOT_REFUNDABLE: 'The payment is in no state to be refunded.',
  REFUND_TOO_LARGE: 'More than what was captured and not yet refunded.',
  INVALID_TRANSITION: 'The present state does not allow this.',
  VERSION_CONFLICT: 'Somebody else changed it in between; read it again.',
  DOWNLOAD_MISSING: 'The digital product has no file yet.',
  RATE_LIMITED: 'Too many requests; `retryAfter` says after how many seconds to try again.',
  SERVICE_UNAVAILABLE: 'A part of the platform is down; `service` names it, `retryAfter` says when to try again.',
  OPERATION_TOO_LARGE: 'The operation is too deep, too wide or too long.',
  INTERNAL_SERVER_ERROR: 'Something unforeseen happened; `traceId` finds it in the logs.',
} as const;

export type ErrorCode = keyof typeof errorCodes;
