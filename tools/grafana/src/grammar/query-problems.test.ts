import { expect, test } from 'vitest';
import type { Query } from '../queries/query.ts';
import { queryProblems } from './query-problems.ts';

test.each<[Query['source'], string, string]>([
  ['prometheus', 'sum(rate(mesh_blocks_total[1m])', 'syntax error'],
  ['prometheus', 'mesh_block_total', 'no such metric: ^mesh_block_total$'],
  ['prometheus', 'rpc_server_call_duration_seconds', 'no such metric'],
  ['prometheus', 'mesh_blocks_total{mesh_tenants="a"}', 'no label mesh_tenants'],
  ['prometheus', 'mesh_blocks_total{mesh_run_id="a"}', 'no label mesh_run_id'],
  ['prometheus', 'mesh_worker_queue_length{mesh_tenant="a"}', 'no label mesh_tenant'],
  ['prometheus', 'traces_spanmetrics_calls_total{service_name="a"}', 'no label service_name'],
  ['prometheus', 'mesh_run_duration_seconds_count{le="1"}', 'no label le'],
  ['prometheus', 'otel_sdk_exporter_operation_duration_seconds_bucket', 'no such metric'],
  ['prometheus', 'sum by (tenant) (mesh_blocks_total)', 'no label tenant'],
  ['prometheus', 'mesh_blocks_total / on (mesh_pool) mesh_primes_total', 'no label mesh_pool'],
  ['prometheus', 'rate({__name__=~"otelcol_accepted_.+"}[1m])', 'no such metric'],
  ['loki', '{service_name="a"} |', 'syntax error'],
  ['loki', '{service="a"}', 'no label service'],
  ['loki', '{service_name="a"} | tenant="b"', 'no label tenant'],
  ['loki', 'sum by (level) (rate({service_name="a"}[1m]))', 'no label level'],
  ['loki', '{service_name="a"} | label_format x=`{{.from}}`', 'no label from'],
  ['tempo', '{ span.mesh.tenant = }', 'syntax error'],
  ['tempo', '{ span.tenant = "a" }', 'no attribute tenant'],
  ['tempo', '{ resource.mesh.tenant = "a" }', 'no attribute mesh.tenant'],
  ['tempo', '{ span.mesh.fault.nobody != nil }', 'no attribute mesh.fault.nobody'],
])('a broken query of %s is found: %s', (source, expr, problem) => {
  const query: Query = source === 'tempo' ? { source, expr, answer: 'traces' } : { source, expr, legend: '' };
  expect(queryProblems(query).join()).toContain(problem);
});
