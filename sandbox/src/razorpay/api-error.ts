import type { PaymentError } from './records.ts';

interface Details extends Partial<PaymentError> {
  field?: string;
  metadata?: object;
}

/** A refusal in Razorpay's shape. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly details: Details,
  ) {
    super(details.description);
  }

  get body(): { error: object } {
    const { metadata = {}, ...rest } = this.details;
    return { error: { code: 'BAD_REQUEST_ERROR', source: 'business', step: 'payment_initiation', reason: 'NA', metadata, ...rest } };
  }
}

/** 400: the request makes no sense as it stands. */
export const badRequest = (description: string, field?: string): ApiError =>
  new ApiError(400, { description, reason: 'input_validation_failed', ...(field && { field }) });

/** 400, as Razorpay answers to an id that it does not know. */
export const missing = (): ApiError => badRequest('The id provided does not exist');
