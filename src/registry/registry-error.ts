// What a registry says when it refuses, or the network in its place, in the words of dockerd's registry client.

export type SpecifiedCode =
  | 'UNKNOWN'
  | 'UNSUPPORTED'
  | 'UNAUTHORIZED'
  | 'DENIED'
  | 'UNAVAILABLE'
  | 'TOOMANYREQUESTS'
  | 'DIGEST_INVALID'
  | 'SIZE_INVALID'
  | 'RANGE_INVALID'
  | 'NAME_INVALID'
  | 'TAG_INVALID'
  | 'NAME_UNKNOWN'
  | 'MANIFEST_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNVERIFIED'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'PAGINATION_NUMBER_INVALID'

/** Codes of the OCI distribution specification: their usual message, and the status that dockerd passes on. */
const codes: Readonly<Record<SpecifiedCode, readonly [message: string, status: number]>> = {
  UNKNOWN: ['unknown error', 500],
  UNSUPPORTED: ['The operation is unsupported.', 405],
  UNAUTHORIZED: ['authentication required', 401],
  DENIED: ['requested access to the resource is denied', 403],
  UNAVAILABLE: ['service unavailable', 503],
  TOOMANYREQUESTS: ['too many requests', 429],
  DIGEST_INVALID: ['provided digest did not match uploaded content', 400],
  SIZE_INVALID: ['provided length did not match content length', 400],
  RANGE_INVALID: ['invalid content range', 416],
  NAME_INVALID: ['invalid repository name', 400],
  TAG_INVALID: ['manifest tag did not match URI', 400],
  NAME_UNKNOWN: ['repository name not known to registry', 404],
  MANIFEST_UNKNOWN: ['manifest unknown', 404],
  MANIFEST_INVALID: ['manifest invalid', 400],
  MANIFEST_UNVERIFIED: ['manifest failed signature verification', 400],
  MANIFEST_BLOB_UNKNOWN: ['blob unknown to registry', 400],
  BLOB_UNKNOWN: ['blob unknown to registry', 404],
  BLOB_UPLOAD_UNKNOWN: ['blob upload unknown to registry', 404],
  BLOB_UPLOAD_INVALID: ['blob upload invalid', 404],
  PAGINATION_NUMBER_INVALID: ['invalid number of results requested', 400],
}

export const isSpecified = (code: string): code is SpecifiedCode => Object.hasOwn(codes, code)
export const usualMessage = (code: SpecifiedCode): string => codes[code][0]
export const statusOf = (code: SpecifiedCode): number => codes[code][1]

/**
 * `UNREACHABLE`: nobody answered as a registry. `UNEXPECTED`: a reply that says nothing more than its status.
 * `UNREADABLE`: a refusal that is no JSON. `NO_BLOB`: a blob is not there. `NO_CREDENTIALS`: a login is needed.
 * `BROKEN`: the connection, or what came over it.
 */
export type RegistryErrorCode =
  | SpecifiedCode
  | 'UNREACHABLE'
  | 'UNEXPECTED'
  | 'UNREADABLE'
  | 'NO_BLOB'
  | 'NO_CREDENTIALS'
  | 'BROKEN'

export class RegistryError extends Error {
  readonly code: RegistryErrorCode
  /** The error alone, if the message begins with the request that met it. */
  readonly inner: RegistryError | undefined
  /** It says nothing but its code: dockerd takes it for something that may pass. */
  readonly bare: boolean

  constructor(
    code: RegistryErrorCode,
    message: string,
    { inner, bare = false }: { readonly inner?: RegistryError; readonly bare?: boolean } = {},
  ) {
    super(message)
    this.name = 'RegistryError'
    this.code = code
    this.inner = inner
    this.bare = bare
  }
}

const spoken = (code: string): string => code.toLowerCase().replaceAll('_', ' ')

/** `denied: requested access to the resource is denied` */
export const refusalOf = (code: SpecifiedCode, text: string = usualMessage(code)): RegistryError =>
  new RegistryError(code, `${spoken(code)}: ${text}`)

/** `denied`: how distribution's errcode shows what has the usual message and no detail. */
export const bareRefusal = (code: SpecifiedCode): RegistryError => new RegistryError(code, spoken(code), { bare: true })

export const noBlob = (): RegistryError => new RegistryError('NO_BLOB', 'unknown blob')

/** Puts the request before an error, as Go's url.Error does: `Get "http://…": EOF`. */
export function duringRequest(method: string, url: string, inner: RegistryError): RegistryError {
  const verb = method.charAt(0) + method.slice(1).toLowerCase()
  return new RegistryError(inner.code, `${verb} ${JSON.stringify(url)}: ${inner.message}`, { inner, bare: inner.bare })
}

/** Whether to ask again would be in vain (moby daemon/internal/distribution/errors.go: retryOnError). */
export function isFinal({ code, bare }: RegistryError): boolean {
  switch (code) {
    case 'UNAUTHORIZED':
    case 'UNSUPPORTED':
    case 'DENIED':
    case 'TOOMANYREQUESTS':
    case 'NAME_UNKNOWN':
      return !bare
    case 'UNREADABLE':
    case 'NO_BLOB':
    case 'NO_CREDENTIALS':
      return true
    default:
      return false
  }
}
