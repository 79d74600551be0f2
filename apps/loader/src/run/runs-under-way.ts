/** The runs that this loader works on, by id. Disposing of it waits for them, once the server has cancelled their calls. */
export class RunsUnderWay implements AsyncDisposable {
  readonly #ended = new Map<string, Promise<void>>();

  has(runId: string): boolean {
    return this.#ended.has(runId);
  }

  /** Adds a run, which is under way until what this returns is disposed of. */
  add(runId: string): Disposable {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended.set(runId, promise);
    return {
      [Symbol.dispose]: () => {
        this.#ended.delete(runId);
        resolve();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#ended.values());
  }
}
