import { trace } from '@opentelemetry/api';
import { allowedBaggage, names, serviceName } from '@prime-mesh/telemetry';

/** What a caller ordered to go wrong. */
export type Fault =
  | { readonly kind: 'delay' | 'cpu'; readonly ms: number }
  /** Fails this share of the calls. */
  | { readonly kind: 'error'; readonly share: number }
  | { readonly kind: 'status'; readonly status: string };

/** Returns the fault that the baggage orders of this service, such as `mesh.fault.loader=error:0.3`. */
export function orderedFault(): Fault | undefined {
  const [kind = '', argument = ''] = order()?.split(':') ?? [];
  switch (kind) {
    case 'delay':
    case 'cpu':
      return { kind, ms: Number.parseInt(argument, 10) };
    case 'error':
      return { kind, share: Number(argument) };
    case 'status':
      return { kind, status: argument };
    default:
      return undefined; // none, as the table of baggage keys allows no other
  }
}

/** Marks the active span: what happens now was ordered. Returns what to call it. */
export function noteFault(): string {
  const fault = `${names.baggage.fault}${serviceName()}=${order()}`;
  trace.getActiveSpan()?.addEvent(names.events.faultInjected, { [names.attributes.fault]: fault });
  return fault;
}

function order(): string | undefined {
  return allowedBaggage()[`${names.baggage.fault}${serviceName()}`];
}
