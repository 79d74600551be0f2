import { expect, test } from 'vitest';
import { readSeconds } from './read-quantity.ts';

test.each(['0', '-1', 'soon', '1e3', '99999'])('a deadline of %s is refused', (text) => {
  expect(() => readSeconds('--deadline', text, 86_400)).toThrow(
    /--deadline ".*" must be seconds in \(0, 86400\]/,
  );
});
