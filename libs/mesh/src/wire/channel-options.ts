import type { ChannelOptions } from '@grpc/grpc-js';

/**
 * Bytes of a request. The largest, a range of two numbers of 20 000 digits, takes 40 kB. Larger: one caller can fill
 * the memory.
 */
const maxRequestBytes = 1 << 20;

/** Bytes of a response. Blocks of 2 to 4 MiB were measured best; grpc-js by itself refuses 4 MiB and more. */
const maxResponseBytes = 16 << 20;

/**
 * Bytes that a server may have under way on one connection. The default of 64 KiB leaves the wire idle for most of each
 * round trip. With a round trip of 2 ms it allows 16 MB/s, and this 156 to 285 MB/s. grpc-js has the option for clients
 * only, which is why blocks travel as responses.
 */
export const flowControlWindowBytes = 8 << 20;

/** Calls at once on one connection; more wait at the client. The queues of the pools bound the work long before. */
const maxConcurrentCalls = 256;

/** A peer that vanished without closing is noticed after the sum of both. Shorter: pings cost more than they tell. */
export const keepaliveMs = { time: 30_000, timeout: 5_000 };

const keepalive: ChannelOptions = {
  'grpc.keepalive_time_ms': keepaliveMs.time,
  'grpc.keepalive_timeout_ms': keepaliveMs.timeout,
};

export const serverOptions: ChannelOptions = {
  ...keepalive,
  'grpc.max_concurrent_streams': maxConcurrentCalls,
  'grpc.max_receive_message_length': maxRequestBytes,
  'grpc.max_send_message_length': maxResponseBytes,
};

export const clientOptions: ChannelOptions = {
  ...keepalive,
  'grpc-node.flow_control_window': flowControlWindowBytes,
  'grpc.max_receive_message_length': maxResponseBytes,
  'grpc.max_send_message_length': maxRequestBytes,
  'grpc.enable_http_proxy': 0, // a proxy in the environment is for the outside, and knows no loopback and no peers
  'grpc.service_config_disable_resolution': 1, // no DNS TXT look-ups: the client's own service config is all there is
  'grpc.initial_reconnect_backoff_ms': 100, // a restarted replica gets work again at once, not after 1 s
  'grpc.max_reconnect_backoff_ms': 2_000,
};
