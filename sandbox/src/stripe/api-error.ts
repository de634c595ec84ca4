/** The fields of Stripe's error object that the sandbox fills. */
export interface ErrorFields {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
}

/** A refusal in Stripe's shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: ErrorFields;
  /**
   * Whether work had begun, so that the idempotency key now brings back this error. A request whose parameters were
   * refused may be sent again with the same key, as at Stripe.
   */
  readonly remembered: boolean;

  constructor(status: number, fields: ErrorFields, { remembered = false } = {}) {
    super(fields.message);
    this.status = status;
    this.fields = fields;
    this.remembered = remembered;
  }

  get body(): { error: object } {
    const { code } = this.fields;
    const link = code ? { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` } : {};
    return { error: { ...this.fields, ...link } };
  }
}

/** 400: the request makes no sense as it stands. */
export function invalidRequest(message: string, rest: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...rest });
}

/** 400: the object is in a state in which this cannot be done. */
export function unexpectedState(message: string, intent: object): ApiError {
  const code = 'payment_intent_unexpected_state';
  return new ApiError(400, { type: 'invalid_request_error', code, message, payment_intent: intent }, { remembered: true });
}

/** 404 (or 400, where only a parameter names it): there is no such object. */
export function missing(kind: string, id: string, param: string, status = 404): ApiError {
  const message = `No such ${kind}: '${id}'`;
  return new ApiError(status, { type: 'invalid_request_error', code: 'resource_missing', message, param });
}
