// Prints under which name the main thread and a worker thread report, as they start.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { instanceId, isInstrumented, serviceName } from '../../index.ts';

const identity = { serviceName: serviceName(), instanceId: instanceId(), isInstrumented: isInstrumented() };
if (!isMainThread) parentPort?.postMessage(identity);
else {
  const [ofWorker] = (await once(new Worker(new URL(import.meta.url)), 'message')) as [typeof identity];
  process.stdout.write(JSON.stringify([identity, ofWorker]));
}
