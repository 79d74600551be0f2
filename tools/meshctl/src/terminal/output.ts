import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Columns of a stream that is no terminal. */
const defaultColumns = 100;

type Format = Parameters<typeof styleText>[0];

/** Where a command writes. */
export interface Output {
  readonly json: boolean;
  /** Columns that a line of the answer may take. */
  readonly columns: number;
  /** Whether somebody watches: progress may be redrawn in place. */
  readonly live: boolean;
  /** Writes the answer for a person: on standard output, or on standard error under --json. */
  readonly answer: (text: string) => void;
  /** Writes how it goes, on standard error. */
  readonly note: (text: string) => void;
  /** Writes the one JSON object that ends standard output; nothing without --json. */
  readonly finish: (value: object) => void;
  /** Colours a part of the answer, if the stream it goes to shows colours. */
  readonly style: (format: Format, text: string) => string;
}

/** @param json whether standard output is for a program: one JSON object as its last line */
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
