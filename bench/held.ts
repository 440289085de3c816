// What a process holds in memory. Needs --expose-gc.

/** Bytes of heap and buffers that are still needed. */
export function held(): number {
  // twice: what the first frees may hold more that the second can free
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
