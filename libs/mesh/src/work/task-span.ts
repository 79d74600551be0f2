import { SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import { adoptSpans, names } from '@prime-mesh/telemetry';
import { noteBurn } from './burn.ts';
import type { TaskReply } from './thread-data.ts';

/**
 * Runs a task in a span that begins when the task has its thread, and ends when the thread says so. The span is made
 * here and not on the thread, where it would cost more and be lost if the thread dies.
 */
export async function inTaskSpan<O>(
  name: string,
  attributes: Attributes,
  send: () => Promise<TaskReply<O, Error>>,
): Promise<TaskReply<O, Error>> {
  return trace.getTracer('prime-mesh').startActiveSpan(name, { attributes }, async (span) => {
    const fail = (error: Error, atMs = Date.now()): void => {
      span.recordException(error, atMs);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    };
    let endedAtMs: number | undefined;
    try {
      noteBurn();
      const reply = await send();
      ({ endedAtMs } = reply);
      adoptSpans(reply.spans);
      span.setAttributes({
        [names.attributes.threadId]: reply.threadId,
        [names.attributes.threadCpuTime]: reply.cpuSeconds,
      });
      if ('error' in reply) fail(reply.error, endedAtMs);
      return reply;
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      span.end(endedAtMs);
    }
  });
}
