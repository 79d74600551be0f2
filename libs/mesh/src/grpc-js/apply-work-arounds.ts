import { canAmendStatus } from './amend-status.ts';
import { reportChanged } from './internals.ts';
import { noPingsAfterGoaway } from './no-pings-while-draining.ts';
import { releaseReceivedPieces } from './release-received-pieces.ts';
import { sendBlocksInPlace } from './send-blocks-in-place.ts';

/** Those that reach into grpc-js as a whole. The others apply to one call, client or server, where it is made. */
const workArounds = {
  releaseReceivedPieces,
  sendBlocksInPlace,
  amendStatus: canAmendStatus,
  noPingsAfterGoaway,
};

/**
 * Applies the work-arounds of grpc-js to this process, and logs which of them do nothing. Every client and server calls
 * it; only the first call has an effect.
 */
export function applyWorkArounds(): void {
  for (const [name, apply] of Object.entries(workArounds)) if (!apply()) reportChanged(name);
}
