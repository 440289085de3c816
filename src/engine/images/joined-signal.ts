// A signal that many may wait on: each layer of a pull or a push does.
import { setMaxListeners } from 'node:events'

/** Aborts with the first of the others. Node warns of no leak, however many listen. */
export function joinedSignal(...signals: readonly AbortSignal[]): AbortSignal {
  const joined = AbortSignal.any([...signals])
  setMaxListeners(0, joined)
  return joined
}
