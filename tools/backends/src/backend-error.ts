/** Status of HTTP. */
const tooManyRequests = 429;

/** A backend gave no answer, or one that says why not. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  /** `BACKEND_BUSY`: it is there, but not ready or has too much to do, so that it may be asked again. */
  readonly code: 'BACKEND_BUSY' | 'BACKEND_UNAVAILABLE';
  /** Of its answer in HTTP; absent when there was none. */
  readonly status: number | undefined;

  constructor(message: string, { status, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = status;
    const isBusy = status !== undefined && (status === tooManyRequests || status >= 500);
    this.code = isBusy ? 'BACKEND_BUSY' : 'BACKEND_UNAVAILABLE';
  }
}
