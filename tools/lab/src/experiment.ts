import type { Lab } from './lab.ts';

/** What an experiment saw; the keys name what it looked at. */
export type Seen<What extends string> = Readonly<Record<What, string>>;

/** A question about baggage that is answered by trying it. */
export interface Experiment<What extends string = string> {
  /** As in `meshctl lab NAME`. */
  readonly name: string;
  readonly question: string;
  /** What is started and sent, in a sentence or two. */
  readonly did: string;
  /** The known outcome; the keys name what is looked at. */
  readonly expected: Seen<What>;
  /** Tries it, and returns the outcome. */
  run(lab: Lab): Promise<Seen<What>>;
  /** Why it is so. */
  readonly why: string;
  /** What to do about it. */
  readonly production: string;
}

/** One line of the verdict. */
export interface Row {
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
}

/** Checks by type that an experiment looks at exactly what it has expectations of. */
export function experiment<const What extends string>(one: Experiment<What>): Experiment {
  return one;
}

/** Runs one experiment; returns what was expected and what was seen. */
export async function perform(one: Experiment, lab: Lab): Promise<Row[]> {
  const seen = await one.run(lab);
  return Object.entries(one.expected).map(([what, wanted]) => ({
    what,
    expected: wanted,
    seen: seen[what] ?? '',
  }));
}

/** Whether a line is as expected. */
export function isAsExpected({ expected, seen }: Row): boolean {
  return expected === seen;
}
