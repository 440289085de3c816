// Counts the calls of each operation, also those that were refused before anybody looked at them.
import type { Dispatch } from '../api/dispatch.ts'

export interface CallCounts {
  around(dispatch: Dispatch): Dispatch
  counts(): Readonly<Record<string, number>>
  clear(): void
}

export function countCalls(): CallCounts {
  const calls = new Map<string, number>()
  return {
    around: (dispatch) => (incoming) => {
      calls.set(incoming.operation, (calls.get(incoming.operation) ?? 0) + 1)
      return dispatch(incoming)
    },
    counts: () => Object.fromEntries(calls),
    clear: () => calls.clear(),
  }
}
