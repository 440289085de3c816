// What a thrown error becomes: a status and a sentence.
import { Refusal, type RefusalKind } from '../world/refusal.ts'

const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  unchanged: 304,
  disallowed: 405,
  limited: 429,
  unavailable: 503,
  unsupported: 501,
  broken: 500,
}

export interface Failure {
  readonly status: number
  readonly message: string
}

/** Anything that is not a refusal is a defect of mockerd: 500 with its message. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return { status: STATUS[error.kind], message: error.message }
  return { status: 500, message: error instanceof Error ? error.message : String(error) }
}
