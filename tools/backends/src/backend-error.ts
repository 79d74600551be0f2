/** HTTP status code. */
const tooManyRequests = 429;

/** A backend did not answer, or refused. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  /** `BACKEND_BUSY`: it runs but is not ready or is overloaded, so that asking again may help. */
  readonly code: 'BACKEND_BUSY' | 'BACKEND_UNAVAILABLE';
  /** HTTP status of its answer; absent when there was no answer. */
  readonly status: number | undefined;

  constructor(message: string, { status, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = status;
    const isBusy = status !== undefined && (status === tooManyRequests || status >= 500);
    this.code = isBusy ? 'BACKEND_BUSY' : 'BACKEND_UNAVAILABLE';
  }
}
