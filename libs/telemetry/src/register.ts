// node --import @prime-mesh/telemetry/register main.ts
// Worker threads inherit the flag, so this file runs in every thread and sets each up by its kind.
import { isMainThread } from 'node:worker_threads';

await import(isMainThread ? './sdk/process.ts' : './sdk/thread.ts');
