// Refusals that come before dockerd has written its version and its name into the head of the reply.
import type { Refusal } from '../world/refusal.ts'

const unsigned = new WeakSet<Refusal>()

/** The same refusal, whose reply will have none of dockerd's own headers, and is written as that of any operation. */
export function withoutSignature(refusal: Refusal): Refusal {
  unsigned.add(refusal)
  return refusal
}

export const isUnsigned = (error: unknown): boolean => unsigned.has(error as Refusal)
