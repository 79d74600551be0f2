import { recordingTelemetry } from '../../vitest.telemetry.ts';

export default recordingTelemetry('loader');
