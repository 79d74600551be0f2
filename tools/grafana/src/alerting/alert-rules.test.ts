import { isInstalled } from '@prime-mesh/harness';
import { beforeEach, expect, test } from 'vitest';
import { alertRules } from './alert-rules.ts';
import { expectFiring, type Firing, type Series } from './testing/promtool.ts';

/** Samples, one a minute. */
const endMark = 75;
const of = (service: string): string =>
  `job="prime-mesh/${service}", instance="${service}-1", service_name="${service}"`;
const run = `${of('loader')}, rpc_method="primemesh.v1.Loader/Run"`;
const transform = `${of('transformer')}, rpc_method="primemesh.v1.Transformer/Transform"`;
const calls = (labels: string, status: string): string =>
  `rpc_server_call_duration_seconds_count{${labels}, rpc_response_status_code="${status}"}`;
const spans = (failure: string): string =>
  `otel_sdk_processor_span_processed_total{${of('loader')}, otel_component_type="batching_span_processor"${failure}}`;

const transformFast = `rpc_server_call_duration_seconds_bucket{${transform}, rpc_response_status_code="OK", le="2.5"}`;
const runFast = `mesh_run_duration_seconds_bucket{${of('loader')}, mesh_outcome="finished", le="30.0"}`;
const utilization = `nodejs_eventloop_utilization_ratio{${of('transformer')}}`;
const delay = `nodejs_eventloop_delay_max_seconds{${of('transformer')}}`;
const queue = `mesh_worker_queue_length{${of('transformer')}, mesh_pool="transform"}`;

/** A healthy mesh, whose queue fills now and then and whose event loop pauses for a moment. */
const healthy: Series = {
  [calls(run, 'OK')]: `0+60x${endMark}`,
  [calls(run, 'CANCELLED')]: `0+3x${endMark}`,
  [calls(transform, 'OK')]: `0+600x${endMark}`,
  [transformFast]: `0+594x${endMark}`,
  [`mesh_run_duration_seconds_count{${of('loader')}, mesh_outcome="finished"}`]: `0+60x${endMark}`,
  [runFast]: `0+59x${endMark}`,
  [utilization]: `0.4x${endMark}`,
  [delay]: `0.03x${endMark}`,
  [queue]: `0x${endMark - 2} 80 0`,
  [`mesh_blocks_total{${of('loader')}}`]: `0+600x${endMark}`,
  [spans('')]: `0+9000x${endMark}`,
};

/** A series that appears with a count of 1: all that a counter shows of a single event. */
const once = `_x${endMark - 3} 1x3`;

interface Fault {
  readonly series: Series;
  readonly fires: Firing;
}

const faults: Record<string, Fault> = {
  nothing: { series: {}, fires: {} },
  'a tenth of the runs fails': {
    series: { [calls(run, 'INTERNAL')]: `0+6x${endMark}` },
    fires: { 'run-availability-page': {}, 'run-availability-ticket': {} },
  },
  'one of the first ten runs fails': {
    series: {
      [calls(run, 'OK')]: `_x${endMark - 9} 1+1x8`,
      [calls(run, 'CANCELLED')]: `_x${endMark}`,
      [calls(run, 'UNAVAILABLE')]: once,
    },
    fires: { 'run-availability-page': {}, 'run-availability-ticket': {} },
  },
  'a tenth of the runs failed until forty minutes ago': {
    series: { [calls(run, 'INTERNAL')]: `0+6x${endMark - 40} ${6 * (endMark - 40)}x40` },
    fires: { 'run-availability-ticket': {} },
  },
  'runs take longer than they may': {
    series: { [runFast]: `0+6x${endMark}` },
    fires: { 'run-latency-page': {}, 'run-latency-ticket': {} },
  },
  'every seventh run is slow': {
    series: { [runFast]: `0+50x${endMark}` },
    fires: { 'run-latency-ticket': {} },
  },
  'a transformer is away': {
    series: { [calls(transform, 'UNAVAILABLE')]: `0+60x${endMark}` },
    fires: { 'transform-availability-page': {}, 'transform-availability-ticket': {} },
  },
  'blocks take long to transform': {
    series: { [transformFast]: `0+60x${endMark}` },
    fires: { 'transform-latency-page': {}, 'transform-latency-ticket': {} },
  },
  'the event loop is busy and late': {
    series: { [utilization]: `0.4x${endMark - 5} 0.97x5`, [delay]: `0.03x${endMark - 5} 0.4x5` },
    fires: { 'event-loop-saturated': { service_name: 'transformer', instance: 'transformer-1' } },
  },
  'the event loop is busy but prompt': { series: { [utilization]: `0.97x${endMark}` }, fires: {} },
  'the event loop stood still once': {
    series: { [delay]: `0.03x${endMark - 2} 2.5 0.03` },
    fires: { 'event-loop-blocked': { service_name: 'transformer', instance: 'transformer-1' } },
  },
  'the worker queue does not get shorter': {
    series: { [queue]: `0x${endMark - 10} 64x10` },
    fires: {
      'worker-queue-long': { service_name: 'transformer', instance: 'transformer-1', mesh_pool: 'transform' },
    },
  },
  'a full queue refuses a call': {
    series: { [calls(transform, 'RESOURCE_EXHAUSTED')]: once },
    fires: {
      'worker-queue-full': {
        service_name: 'transformer',
        rpc_method: 'primemesh.v1.Transformer/Transform',
      },
    },
  },
  'a block is corrupt': {
    series: { [`mesh_block_refused_total{${of('loader')}, reason="corrupt"}`]: once },
    fires: { 'verification-failed': { service_name: 'loader' } },
  },
  'another block is corrupt, hours after the first': {
    series: { [`mesh_block_refused_total{${of('loader')}, reason="corrupt"}`]: `1x${endMark - 3} 2x3` },
    fires: { 'verification-failed': { service_name: 'loader' } },
  },
  'a block was corrupt an hour ago': {
    series: { [`mesh_block_refused_total{${of('loader')}, reason="corrupt"}`]: `_x${endMark - 60} 1x60` },
    fires: {},
  },
  'the queue of spans overflows': {
    series: { [spans(', error_type="queue_full"')]: once },
    fires: { 'spans-dropped': { service_name: 'loader' } },
  },
  'exports are refused, but succeed when tried again': {
    series: { [`otel_sdk_exporter_span_exported_total{${of('loader')}, error_type="14"}`]: `0+5x${endMark}` },
    fires: {},
  },
  'a store refuses what the Collector has': {
    series: {
      'otelcol_exporter_send_failed_spans_total{exporter="otlphttp/traces"}': `0x${endMark - 3} 5x3`,
    },
    fires: { 'collector-dropped': { exporter: 'otlphttp/traces' } },
  },
  'the backend refuses logs for good': {
    series: {
      [`otel_sdk_processor_log_processed_total{${of('loader')}, error_type="Error"}`]: `0+5x${endMark}`,
    },
    fires: { 'logs-dropped': { service_name: 'loader' } },
  },
};

const withPromtool = isInstalled('promtool');
beforeEach(({ skip, task }) => {
  if (task.name.startsWith('when') && !withPromtool) skip('promtool is not installed (Debian: prometheus)');
});

test.each(Object.entries(faults))(
  'when %s, these rules fire and no other',
  (_name, { series, fires }) => {
    expectFiring({ ...healthy, ...series }, endMark, fires);
  },
  60_000,
);

test('when a rule does not fire that should, the comparison fails', () => {
  expect(() => expectFiring(healthy, endMark, { 'run-availability-page': {} })).toThrow('promtool');
});

test('every rule has a fault that makes it fire', () => {
  const fired = new Set(Object.values(faults).flatMap(({ fires }) => Object.keys(fires)));
  expect(alertRules.map(({ uid }) => uid).filter((uid) => !fired.has(uid))).toEqual([]);
});
