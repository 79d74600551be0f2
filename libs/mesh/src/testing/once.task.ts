import { task, taskData } from '../work/task.ts';

const { loads } = taskData<{ loads: Int32Array }>();
if (Atomics.add(loads, 0, 1) > 0) throw new Error('cannot be loaded again');

export default task(async () => {
  setImmediate(() => {
    throw new Error('out of order');
  });
  return new Promise(() => {});
});
