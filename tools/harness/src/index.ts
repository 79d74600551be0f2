/** How tests, the bench and the lab start a mesh, and what they ask. */
export { expositionOf } from './exposition.ts';
export { freePort } from './free-port.ts';
export {
  meshctl,
  startBackend,
  startMesh,
  type Ended,
  type Mesh,
  type MeshBackend,
  type Overrides,
} from './mesh.ts';
export { root, serve, serveFlags, type Served } from './processes.ts';
export { hasPrometheus, startPrometheus } from './prometheus.ts';
export { until } from './until.ts';
