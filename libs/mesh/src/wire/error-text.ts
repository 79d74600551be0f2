/**
 * Bytes of an error's text, in UTF-8. Clients take 8 KiB of trailers by default, in which an octet that is no ASCII
 * takes 3, and the details repeat the text. Larger: they see another error than the one that was sent.
 */
const maxBytes = 900;

/** The bytes that stay of a longer text: its end says what is wrong, as its beginning does. */
const headBytes = 500;
const tailBytes = 300;

/** Digits of a number that stands in full, enough for all numbers below 2^128. */
const maxDigits = 40;
const shownDigits = 8;

/** Shortens a text so that every client can receive it: long numbers to their ends, then the middle. */
export function shortenText(text: string): string {
  const digits = new RegExp(`\\d{${maxDigits + 1},}`, 'g');
  const legible = text.toWellFormed().replaceAll(digits, shortenNumber);
  const bytes = Buffer.from(legible);
  if (bytes.length <= maxBytes) return legible;
  const left = bytes.length - headBytes - tailBytes;
  return `${read(bytes.subarray(0, headBytes))}...(${left} bytes)...${read(bytes.subarray(-tailBytes))}`;
}

function shortenNumber(digits: string): string {
  return `${digits.slice(0, shownDigits)}...${digits.slice(-shownDigits)} (${digits.length} digits)`;
}

/** A part of a text, without the characters that were cut. */
function read(bytes: Buffer): string {
  return bytes.toString().replaceAll(/^\u{FFFD}+|\u{FFFD}+$/gu, '');
}
