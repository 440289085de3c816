// A refusal with words in front of it, of the same kind.
import { Refusal } from '../../world/refusal.ts'

export function prefixed(prefix: string, error: unknown): unknown {
  return error instanceof Refusal ? new Refusal(error.kind, prefix + error.message) : error
}
