/** How the server's gRPC channel to Temporal is kept, and what it takes. */

/**
 * For ConnectionOptions. gRPC's own defaults leave up to two minutes between attempts to connect (and 30 s
 * between look-ups of the address), and the SDK's take 45 s to notice a connection that was cut without a word. Temporal
 * allows a ping every 10 s.
 */
export const channelArgs = {
  "grpc.initial_reconnect_backoff_ms": 500,
  "grpc.max_reconnect_backoff_ms": 2_000,
  "grpc.dns_min_time_between_resolutions_ms": 2_000,
  "grpc.keepalive_permit_without_calls": 1,
  "grpc.keepalive_time_ms": 11_000,
  "grpc.keepalive_timeout_ms": 4_000,
  // As the Workers take. gRPC's own limit is 4 MB, and a page of a history has up to 10 MB.
  "grpc.max_receive_message_length": 128 * 1024 * 1024,
} as const;
