// Original file: primemesh/v1/block.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What one process spent while it worked on one request.
 */
export interface UsageInput {
  /**
   * Service name, as in the telemetry resource.
   */
  'service'?: (string);
  /**
   * service.instance.id of the process.
   */
  'instanceId'?: (string);
  /**
   * CPU time of the whole process when the request came in, seconds since the process started.
   */
  'cpuStartSeconds'?: (number | string);
  /**
   * CPU time of the whole process when the response went out, seconds since the process started.
   */
  'cpuEndSeconds'?: (number | string);
  /**
   * CPU time that worker threads spent on this request, seconds.
   */
  'threadCpuSeconds'?: (number | string);
  /**
   * Largest resident set of the process so far, bytes.
   */
  'peakRssBytes'?: (number | string | Long);
}

/**
 * What one process spent while it worked on one request.
 */
export interface Usage {
  /**
   * Service name, as in the telemetry resource.
   */
  'service': (string);
  /**
   * service.instance.id of the process.
   */
  'instanceId': (string);
  /**
   * CPU time of the whole process when the request came in, seconds since the process started.
   */
  'cpuStartSeconds': (number);
  /**
   * CPU time of the whole process when the response went out, seconds since the process started.
   */
  'cpuEndSeconds': (number);
  /**
   * CPU time that worker threads spent on this request, seconds.
   */
  'threadCpuSeconds': (number);
  /**
   * Largest resident set of the process so far, bytes.
   */
  'peakRssBytes': (string);
}
