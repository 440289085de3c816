// The one kind of error that a client is meant to see.

/** Why something was refused; the HTTP skin has the one table from these to status codes. */
export type RefusalKind =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'unchanged'
  | 'disallowed'
  | 'limited'
  | 'unavailable'
  | 'unsupported'
  | 'broken'

/** Says no with dockerd's words. Whatever else is thrown is a defect of mockerd and becomes a 500. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  constructor(kind: RefusalKind, message: string) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
  }
}

const refusing =
  (kind: RefusalKind) =>
  (message: string): Refusal =>
    new Refusal(kind, message)

/** 400: the request makes no sense. */
export const invalid: (message: string) => Refusal = refusing('invalid')
/** 404: there is no such thing. */
export const missing: (message: string) => Refusal = refusing('missing')
/** 409: not in the state that it is in. */
export const conflict: (message: string) => Refusal = refusing('conflict')
/** 304: it is so already. */
export const unchanged: (message: string) => Refusal = refusing('unchanged')
/** 501: mockerd does not do this. */
export const unsupported: (message: string) => Refusal = refusing('unsupported')
/** 500: the engine tried and could not. */
export const broken: (message: string) => Refusal = refusing('broken')
