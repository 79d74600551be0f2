import type { Attempt } from './protocol.ts';

/** One call of a request; `end` records how it ended. */
export interface OpenAttempt {
  /** 1 for the first. */
  readonly number: number;
  /** Only the first end counts, since a cancelled call also fails. */
  end(by: Attempt['endedBy']): void;
}

/** The calls of each request in the order of their arrival. */
export class History {
  readonly #attempts = new Map<string, Attempt[]>();

  begin(id: string, received: Attempt['received']): OpenAttempt {
    const attempts = this.#attempts.get(id) ?? [];
    this.#attempts.set(id, attempts);
    const index = attempts.push({ received, endedBy: 'open' }) - 1;
    return {
      number: index + 1,
      end(by) {
        if (attempts[index]?.endedBy === 'open') attempts[index] = { received, endedBy: by };
      },
    };
  }

  of(id: string): readonly Attempt[] {
    return this.#attempts.get(id) ?? [];
  }
}
