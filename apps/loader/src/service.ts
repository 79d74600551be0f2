import {
  Loader,
  type GetRunRequest,
  type ListRunsRequest,
  type ReadPrimesRequest,
  type RunRequest,
} from '@prime-mesh/contracts';
import { bind, serverStream, unary, type ServiceBinding } from '@prime-mesh/mesh';
import { getRun } from './rpc/get-run.ts';
import { listRuns } from './rpc/list-runs.ts';
import { readPrimes } from './rpc/read-primes.ts';
import { run, type RunParts } from './rpc/run.ts';

export type LoaderParts = RunParts;

/** The loader as gRPC sees it. */
export function loaderService(parts: LoaderParts): ServiceBinding {
  const { store } = parts;
  return bind(Loader, {
    Run: serverStream((request: RunRequest, call) => run(parts, request, call)),
    GetRun: unary((request: GetRunRequest) => getRun(store, request)),
    ListRuns: unary((request: ListRunsRequest) => listRuns(store, request)),
    ReadPrimes: serverStream((request: ReadPrimesRequest) => readPrimes(store, request)),
  });
}
