// The bytes of a body: that there are none, or that they were broken off.

export const noBytes: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} }

/** Thrown to who reads a body, behind what has come of it. The message is Go's: `unexpected EOF`. */
export class BrokenBody extends Error {}
