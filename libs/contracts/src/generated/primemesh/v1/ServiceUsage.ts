// Original file: primemesh/v1/loader.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What one service spent on a run, over all its processes that took part.
 */
export interface ServiceUsageInput {
  /**
   * Service name.
   */
  'service'?: (string);
  /**
   * Processes that took part.
   */
  'instances'?: (number);
  /**
   * CPU time of the processes while the run was on, seconds.
   */
  'cpuSeconds'?: (number | string);
  /**
   * Of that, CPU time of worker threads on blocks of this run, seconds.
   */
  'threadCpuSeconds'?: (number | string);
  /**
   * Largest resident set of one of the processes, bytes.
   */
  'peakRssBytes'?: (number | string | Long);
}

/**
 * What one service spent on a run, over all its processes that took part.
 */
export interface ServiceUsage {
  /**
   * Service name.
   */
  'service': (string);
  /**
   * Processes that took part.
   */
  'instances': (number);
  /**
   * CPU time of the processes while the run was on, seconds.
   */
  'cpuSeconds': (number);
  /**
   * Of that, CPU time of worker threads on blocks of this run, seconds.
   */
  'threadCpuSeconds': (number);
  /**
   * Largest resident set of one of the processes, bytes.
   */
  'peakRssBytes': (string);
}
