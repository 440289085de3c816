// What plugins are asked: a request, and what became of it (moby pkg/authorization/api.go, authz.go).
import type { Incoming } from '../api/call.ts'
import { mediaTypeOf } from '../api/content-type.ts'
import { goJson } from '../codec/go-json.ts'

export interface SeenResponse {
  /** Unknown if the head has been sent, or nobody has set it. */
  readonly status?: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | undefined
}

/** Plugins do not see logins. */
const login = /^\/(v\d[\d.]*\/)?auth/
const secret = /^(authorization|x-registry-(auth|config))$/i

/** Whether plugins see the body of a request for this URL, or of its reply. */
export function showsBody(url: string, contentType = ''): boolean {
  return !login.test(url) && mediaTypeOf(contentType) === 'application/json'
}

/** The question as JSON, its fields in Go's order; what is empty is left out. */
export function question(incoming: Incoming, body: Uint8Array | undefined, response?: SeenResponse): string {
  const { method, url, certificates = [] } = incoming
  const [client] = certificates
  const about: Record<string, unknown> = {
    User: client?.commonName,
    UserAuthNMethod: client && 'TLS',
    RequestMethod: method,
    RequestUri: url,
    RequestBody: base64(body),
    RequestHeaders: some(headersOf(incoming)),
    RequestPeerCertificates: client && certificates.map(({ pem }) => base64(Buffer.from(pem))),
    ...(response && {
      ResponseStatusCode: response.status,
      ResponseBody: showsBody(url, response.headers['Content-Type']) ? base64(response.body) : undefined,
      ResponseHeaders: some(response.headers),
    }),
  }
  const fields = Object.entries(about).filter(([, value]) => value !== undefined && value !== '')
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${goJson(value)}`).join(',')}}\n`
}

const base64 = (bytes: Uint8Array | undefined): string | undefined =>
  bytes?.length ? Buffer.from(bytes).toString('base64') : undefined

const some = (headers: Readonly<Record<string, string>>): object | undefined =>
  Object.keys(headers).length > 0 ? headers : undefined

/** As Go's server hands them on: names in its spelling, the last value of each, without what net/http keeps for itself. */
function headersOf({ headers, rawHeaders }: Incoming): Record<string, string> {
  const list = rawHeaders ?? Object.entries(headers).flatMap(([name, value]) => [name, String(value)])
  const shown: Record<string, string> = {}
  for (let index = 0; index + 1 < list.length; index += 2) {
    const name = canonical(list[index]!)
    if (['Host', 'Transfer-Encoding', 'Trailer'].includes(name) || secret.test(name)) continue
    shown[name] = list[index + 1]!
  }
  return shown
}

const canonical = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, (beginning) => beginning.toUpperCase())
