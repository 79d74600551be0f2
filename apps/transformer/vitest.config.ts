import { underPreload } from '../../vitest.telemetry.ts';

export default underPreload('transformer');
