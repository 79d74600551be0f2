import { createHash } from 'node:crypto';
import type { LogData } from 'autotel-devtools';
import { eventNameAttribute } from '@prime-mesh/backends/ingest-names';
import { isSpanId, isTraceId } from './damaged.ts';
import type { LogsRequest, OtlpLog } from './otlp.ts';
import {
  plainAttributes,
  plainValue,
  serviceName,
  toEpochMs,
  toHex,
  type PlainValue,
} from './plain-values.ts';

/** One level for each four severity numbers, from 1 on. */
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** Turns one export into records of the store. A record without a body shows its event name instead. */
export function toLogs(request: LogsRequest): LogData[] {
  const logs = request.resourceLogs.flatMap(({ resource, scopeLogs }) => {
    const shared = plainAttributes(resource?.attributes);
    return scopeLogs.flatMap(({ logRecords }) => logRecords.map((log) => toLogData(log, shared)));
  });
  return logs.map((log, index) => ({ ...log, id: logId(log, index) }));
}

function toLogData(log: OtlpLog, resource: Record<string, PlainValue>): Omit<LogData, 'id'> {
  const sent = toEpochMs(log.timeUnixNano);
  return {
    ...(isTraceId(log.traceId) && { traceId: toHex(log.traceId) }),
    ...(isTraceId(log.traceId) && isSpanId(log.spanId) && { spanId: toHex(log.spanId) }),
    resourceName: serviceName(resource),
    severityText: log.severityText || (levels[Math.ceil(log.severityNumber / 4) - 1] ?? ''),
    severityNumber: log.severityNumber,
    body: toBody(log),
    timestamp: sent === 0 ? toEpochMs(log.observedTimeUnixNano) : sent,
    attributes: {
      ...(log.eventName === '' ? {} : { [eventNameAttribute]: log.eventName }),
      ...plainAttributes(log.attributes),
    },
    resource,
  };
}

function toBody(log: OtlpLog): LogData['body'] {
  const body = plainValue(log.body);
  if (body === null) return log.eventName;
  if (typeof body === 'string') return body;
  return typeof body === 'object' && !Array.isArray(body) ? body : JSON.stringify(body);
}

/**
 * The store keeps only the first record with an id. The id is made of the content and the position in the export: equal
 * records of one millisecond are all kept, and an export that is sent again adds nothing. It begins with the position,
 * since the store orders records of one time by id.
 */
function logId(log: Omit<LogData, 'id'>, index: number): string {
  const digest = createHash('sha1').update(JSON.stringify(log)).digest('base64url').slice(0, 16);
  return `${String(index).padStart(6, '0')}-${digest}`;
}
