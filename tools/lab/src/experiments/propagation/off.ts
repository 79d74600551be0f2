import { experiment } from '../../experiment.ts';
import { passageTo } from '../../passage.ts';

const exportersNone = {
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

export const off = experiment({
  name: 'off',
  question: 'What breaks when telemetry is switched off at one hop?',
  did: 'A → B → C, where telemetry of B is switched off in different ways. The table shows what reaches C.',
  expected: {
    'no SDK': 'nothing',
    'NodeSDK, OTEL_SDK_DISABLED=true': 'nothing',
    'NodeSDK, OTEL_TRACES_EXPORTER=none': 'trace, tracestate, baggage',
    'NodeSDK, sampler always_off': 'trace (unsampled), tracestate, baggage',
    'our preload, OTEL_SDK_DISABLED=true': 'trace, tracestate, baggage',
    'our preload, all exporters none': 'trace, tracestate, baggage',
    'our preload, sampler always_off': 'trace (unsampled), tracestate, baggage',
  },
  async run(lab) {
    const [a, c, ...modes] = await lab.startHops(
      { name: 'A' },
      { name: 'C' },
      { name: 'B', sdk: 'none' },
      { name: 'B', sdk: {}, env: { OTEL_SDK_DISABLED: 'true' } },
      { name: 'B', sdk: {}, env: { OTEL_TRACES_EXPORTER: 'none' } },
      { name: 'B', sdk: {}, env: { OTEL_TRACES_SAMPLER: 'always_off' } },
      { name: 'B', env: { OTEL_SDK_DISABLED: 'true' } },
      { name: 'B', env: exportersNone },
      { name: 'B', env: { OTEL_TRACES_SAMPLER: 'always_off' } },
    );
    const [noSdk, disabled, none, alwaysOff, ourDisabled, ourNone, ourAlwaysOff] = modes;
    const through = async (b: (typeof modes)[number]): Promise<string> =>
      (await passageTo([a, b, c])).passage;
    return {
      'no SDK': await through(noSdk),
      'NodeSDK, OTEL_SDK_DISABLED=true': await through(disabled),
      'NodeSDK, OTEL_TRACES_EXPORTER=none': await through(none),
      'NodeSDK, sampler always_off': await through(alwaysOff),
      'our preload, OTEL_SDK_DISABLED=true': await through(ourDisabled),
      'our preload, all exporters none': await through(ourNone),
      'our preload, sampler always_off': await through(ourAlwaysOff),
    };
  },
  why: 'The instrumentation writes the headers, and it is a part of the SDK that is switched off. By the specification, propagators stay when the SDK is disabled; OpenTelemetry JS drops them. always_off does not switch off one hop either: it tells every hop behind it that the trace is not wanted.',
  production:
    'Off should mean: record nothing, pass everything on. Set all exporters to `none`; in this repository OTEL_SDK_DISABLED does the same, without spans of ours in the trace. Never remove the SDK from one service in the middle.',
});
