/** Attribute of the root span: keys of the baggage that must not be recorded, with commas between. */
const withheldBaggage = 'meshctl.baggage.withheld';

/** The attribute that names these keys; none if there is no key. */
export function withheldAttributes(keys: readonly string[]): Record<string, string> {
  return keys.length > 0 ? { [withheldBaggage]: keys.join(',') } : {};
}

/** The keys that the attributes of a span name. */
export function withheldKeys(attributes: Readonly<Record<string, unknown>>): string[] {
  const keys = attributes[withheldBaggage];
  return typeof keys === 'string' && keys !== '' ? keys.split(',') : [];
}
