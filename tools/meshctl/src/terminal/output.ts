import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Columns where the stream is not a terminal. */
const defaultColumns = 100;

type Format = Parameters<typeof styleText>[0];

/** Where a command writes. */
export interface Output {
  readonly json: boolean;
  /** Most columns in a line of the answer. */
  readonly columns: number;
  /** Whether standard error is a terminal, so that progress can be redrawn in place. */
  readonly live: boolean;
  /** Writes the answer for a person: on standard output, or on standard error under --json. */
  readonly answer: (text: string) => void;
  /** Writes a remark on standard error. */
  readonly note: (text: string) => void;
  /** Writes the one JSON object that ends standard output; nothing without --json. */
  readonly finish: (value: object) => void;
  /** Styles a part of the answer, if its stream shows colors. */
  readonly style: (format: Format, text: string) => string;
}

/**
 * Creates the output of one command.
 * @param json whether standard output is for a program: one JSON object as its last line
 */
export function createOutput({ json }: { json: boolean }): Output {
  const stream = json ? process.stderr : process.stdout;
  const write = (target: Writable, text: string): void => void target.write(`${text}\n`);
  return {
    json,
    columns: stream.isTTY ? stream.columns : defaultColumns,
    live: process.stderr.isTTY,
    answer: (text) => write(stream, text),
    note: (text) => write(process.stderr, text),
    finish: (value) => {
      if (json) write(process.stdout, JSON.stringify(value));
    },
    style: (format, text) => styleText(format, text, { stream }),
  };
}
