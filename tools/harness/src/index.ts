/** How tests, the bench and the lab start a mesh, wait for it and read what it reports. */
export { expositionOf } from './exposition.ts';
export { formatTable } from './format-table.ts';
export { freePort } from './free-port.ts';
export { isInstalled } from './is-installed.ts';
export { meshctl, startBackend, startMesh, type Mesh, type MeshBackend, type Overrides } from './mesh.ts';
export { hasPrometheus, startPrometheus } from './prometheus.ts';
export { root, serve, serveFlags } from './serve.ts';
export { run, start, type Ended, type Started, type StartOptions } from './start-process.ts';
export { until } from './until.ts';
