/** A refusal in Mux's shape. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }

  get body(): object {
    return { error: { type: this.type, messages: [this.message] } };
  }
}

export const invalid = (message: string): ApiError => new ApiError(400, 'invalid_parameters', message);

export const missing = (): ApiError =>
  new ApiError(404, 'not_found', 'The requested resource either doesn’t exist or you don’t have access to it.');
