import { recordingTelemetry } from '../../vitest.telemetry.ts';

export default recordingTelemetry('mesh-test');
