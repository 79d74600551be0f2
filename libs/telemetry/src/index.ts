export { allowedBaggage } from './baggage/allowed-baggage.ts';
export { countDropped } from './baggage/count-dropped.ts';
export { withProvenTenant } from './baggage/proven-tenant.ts';
export { setBaggagePolicy, type BaggagePolicy, type DropReason } from './baggage/rules.ts';
export { names } from './names/names.ts';
export { blockFields, blockRequested } from './record/block-fields.ts';
export { instrument } from './record/instrument.ts';
export { createLogger, type Logger } from './record/logger.ts';
export { serviceEvents } from './record/service-events.ts';
export { threadsAllowed } from './sdk/cpu-limit.ts';
export {
  adoptSpans,
  instanceId,
  isInstrumented,
  serviceName,
  shutdownTelemetry,
  takeSpans,
} from './sdk/handle.ts';
export { pack, unpack, type Carrier } from './sdk/threads/carrier.ts';
export type { SpanData } from './sdk/threads/span-data.ts';
export { createWallClock } from './sdk/traces/wall-clock.ts';
