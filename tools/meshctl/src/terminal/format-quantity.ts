/** Of longer integers only the ends are shown. */
const shownDigits = 40;
const shownEnd = 12;

const siPrefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** 36190991 → 36,190,991. A very long integer becomes its ends and its number of digits. */
export function formatInteger(value: string | number | bigint): string {
  const digits = value.toString();
  if (digits.length <= shownDigits) return digits.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
  return `${digits.slice(0, shownEnd)}…${digits.slice(-shownEnd)} (${digits.length} digits)`;
}

/** 3.4213 → 3.42 s, 0.0123 → 12.3 ms, 75 → 1 min 15 s. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${significant(seconds * 1_000)} ms`;
  if (seconds < 60) return `${significant(seconds)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** 292000000 → 292 M, with the SI prefix that leaves one to three digits before the point. */
export function formatMagnitude(value: number): string {
  const power = Math.min(siPrefixes.length - 1, Math.max(0, Math.floor(Math.log10(value || 1) / 3)));
  return `${significant(value / 1_000 ** power)} ${siPrefixes[power]}`.trimEnd();
}

/** 191234048 → 191 MB. */
export function formatBytes(bytes: number | string): string {
  const magnitude = formatMagnitude(Number(bytes));
  return `${magnitude}${magnitude.includes(' ') ? '' : ' '}B`;
}

/** Three significant digits without an exponent. */
function significant(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
