/** The services of the mesh, upstream first: each is called by the one after it. The same as their `service.name`. */
export const services = ['extractor', 'transformer', 'loader'] as const;
export type Service = (typeof services)[number];
