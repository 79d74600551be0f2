import { context, propagation, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { LoaderDefinition } from '@prime-mesh/contracts';
import type { MeshClient } from '@prime-mesh/mesh';
import { setOwnTelemetry } from '../config/config.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { isEndpointListening } from '../machine/ports.ts';
import { withheldAttributes } from './withheld-baggage.ts';

/** Longest call without --deadline, ms: a day. */
const callBudgetMs = 86_400_000;

/** How long sending the last spans may take, ms. Longer: every command waits for a backend that is missing. */
const flushBudgetMs = 1_500;

/** A traced connection to the mesh. Disposing of it sends the telemetry that is still held. */
export interface Session extends AsyncDisposable {
  readonly loader: MeshClient<LoaderDefinition>;
  /** Aborts on Ctrl-C. */
  readonly stop: AbortSignal;
  /** Runs `work` in the root span of a trace; `baggage` goes with every call it makes. */
  trace<T>(
    name: string,
    work: (span: Span) => Promise<T>,
    baggage?: Readonly<Record<string, string>>,
  ): Promise<T>;
  /** Sends the telemetry held so far; what happens later is no longer traced. */
  flush(): Promise<void>;
}

interface SessionOptions {
  /** Whether the backend will be started later: report to it although nothing listens yet. */
  readonly backendComes?: boolean;
}

/** Opens a session. The SDK is imported first: gRPC that is imported before it is never traced. */
export async function openSession(
  { config, output }: CommandContext,
  { backendComes = false }: SessionOptions = {},
): Promise<Session> {
  const { isTelemetryOff, otlpEndpoint, loaderAddress, tls } = config;
  const isLost = !isTelemetryOff && !backendComes && !(await isEndpointListening(otlpEndpoint));
  if (isLost) output.note(`nothing listens at ${otlpEndpoint}: this command is not traced`);
  setOwnTelemetry(config, { isOff: isTelemetryOff || isLost });
  await import('@prime-mesh/telemetry/register');
  const { allowedBaggage, shutdownTelemetry } = await import('@prime-mesh/telemetry');
  const { createClient, untilStopSignal } = await import('@prime-mesh/mesh');
  const { Loader } = await import('@prime-mesh/contracts');
  const loader = createClient(Loader, loaderAddress, { deadlineMs: callBudgetMs, tls });
  const flush = async (): Promise<void> => shutdownTelemetry(flushBudgetMs);
  return {
    loader,
    stop: untilStopSignal(),
    flush,
    async trace(name, work, baggage = {}) {
      const entries = Object.entries(baggage).map(([key, value]) => [key, { value }] as const);
      const carried = propagation.createBaggage(Object.fromEntries(entries));
      const inside = propagation.setBaggage(context.active(), carried);
      const recorded = allowedBaggage(inside);
      const withheld = Object.keys(baggage).filter((key) => !Object.hasOwn(recorded, key));
      const attributes = withheldAttributes(withheld);
      return trace
        .getTracer('prime-mesh.meshctl')
        .startActiveSpan(name, { attributes }, inside, async (span) => endWith(span, work));
    },
    async [Symbol.asyncDispose]() {
      await loader[Symbol.asyncDispose]();
      await flush();
    },
  };
}

async function endWith<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    span.setStatus({
      code: SpanStatusCode.ERROR,
      message: error instanceof Error ? error.message : String(error),
    });
    throw error;
  } finally {
    span.end();
  }
}
