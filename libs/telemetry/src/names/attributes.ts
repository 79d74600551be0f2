import { meshAttributeRows } from './mesh-attributes.ts';
import { standardAttributeRows } from './standard-attributes.ts';

/** Every attribute of spans, logs and metrics. */
export const attributeRows = { ...meshAttributeRows, ...standardAttributeRows } as const;
