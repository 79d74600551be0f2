import { noteFault, orderedFault } from '../wire/ordered-fault.ts';

/** Marks the active span, that of a task, if its thread will burn CPU time. */
export function noteBurn(): void {
  if (orderedFault()?.kind === 'cpu') noteFault();
}

/** Burns CPU time of this thread, if that is the fault ordered. */
export function burnIfOrdered(isCancelled: () => boolean): void {
  const fault = orderedFault();
  if (fault?.kind !== 'cpu') return;
  const start = process.threadCpuUsage();
  const spentMs = (): number => {
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1e3;
  };
  while (spentMs() < fault.ms && !isCancelled());
}
