import { expositionOf, startMesh, startPrometheus, type Mesh } from '@prime-mesh/harness';
import { setInterval } from 'node:timers/promises';

/** Between two looks at the backend, ms: more often, and a busy machine does nothing else. */
const refreshMs = 2_000;

/** A mesh, and a real Prometheus that scrapes what its embedded backend holds. */
export async function startScrapedMesh(): Promise<
  AsyncDisposable & { readonly mesh: Mesh; readonly prometheus: URL }
> {
  await using stack = new AsyncDisposableStack();
  const mesh = stack.use(await startMesh());
  let exposition = '';
  const stop = new AbortController();
  const refresh = async (): Promise<void> => {
    for await (const _ of setInterval(refreshMs, undefined, { signal: stop.signal }))
      exposition = await expositionOf(mesh.backend.url);
  };
  const refreshing = refresh().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  stack.defer(async () => {
    stop.abort();
    await refreshing;
  });
  const prometheus = stack.use(await startPrometheus(() => exposition));
  const owned = stack.move();
  return { mesh, prometheus: prometheus.url, [Symbol.asyncDispose]: async () => owned.disposeAsync() };
}
