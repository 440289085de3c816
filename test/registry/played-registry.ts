// A registry that msw plays: it has images, answers as it is told, and remembers what it was asked.
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { TestImage } from './test-image.ts'

export interface PlayedRequest {
  readonly method: string
  /** `/v2/team/app/manifests/latest` */
  readonly path: string
  readonly headers: Headers
  readonly url: URL
  readonly body: Uint8Array
}

/** Answers instead of the registry; undefined leaves it to the registry. */
export type Twist = (request: PlayedRequest) => Response | undefined | Promise<Response | undefined>

interface Document {
  readonly manifest: Uint8Array
  readonly mediaType: string
  readonly digest: string
}

/** The host that these tests call a registry. It is asked over http only. */
export const HOST = 'registry.test'

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Response =>
  HttpResponse.json(value as object, { status, headers })

export const errors = (status: number, code: string, message: string, detail?: unknown): Response =>
  json(status, { errors: [{ code, message, ...(detail !== undefined && { detail }) }] })

export class PlayedRegistry {
  readonly requests: PlayedRequest[] = []
  twist: Twist = () => undefined
  readonly #documents = new Map<string, Document>()
  readonly #blobs = new Map<string, Uint8Array>()
  /** bytes of uploads by their number */
  readonly #uploads = new Map<string, Uint8Array>()
  readonly pushed: Map<string, Uint8Array> = new Map()

  /** `team/app:latest` */
  put(name: string, document: Document): void {
    const [path, tag] = name.split(':')
    this.#documents.set(`${path}/${tag}`, document)
    this.#documents.set(`${path}/${document.digest}`, document)
  }

  putImage(name: string, image: TestImage): void {
    this.put(name, image)
    for (const [digest, bytes] of image.blobs) this.#blobs.set(digest, bytes)
  }

  /** `GET /v2/…`, without hexadecimal digits behind the eighth of a digest. */
  asked(): string[] {
    return this.requests.map(({ method, url }) => {
      const path = decodeURIComponent(url.pathname + url.search)
      return `${method} ${path.replace(/(sha256:[0-9a-f]{8})[0-9a-f]+/g, '$1')}`
    })
  }

  async answer(request: PlayedRequest): Promise<Response> {
    this.requests.push(request)
    return (await this.twist(request)) ?? this.#answer(request)
  }

  #answer({ method, path, url, headers, body }: PlayedRequest): Response {
    if (path === '/v2/') return json(200, {})
    const [, repository, kind, name] = /^\/v2\/(.+?)\/(manifests|blobs|tags)\/(.*)$/.exec(path) ?? []
    if (repository === undefined || name === undefined) return new HttpResponse('404 page not found\n', { status: 404 })
    if (kind === 'tags') return json(200, { name: repository, tags: this.#tagsOf(repository) })
    if (kind === 'manifests') {
      if (method === 'PUT') {
        this.pushed.set(`${repository}:${name}`, body)
        return new HttpResponse(null, { status: 201 })
      }
      const document = this.#documents.get(`${repository}/${name}`)
      if (!document) return errors(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Tag: name })
      return reply(method, document.manifest, {
        'Content-Type': document.mediaType,
        'Docker-Content-Digest': document.digest,
      })
    }
    if (name.startsWith('uploads/')) return this.#upload(method, repository, name.slice(8), url, body)
    const blob = this.#blobs.get(name)
    if (!blob)
      return method === 'HEAD' ? new HttpResponse(null, { status: 404 }) : errors(404, 'BLOB_UNKNOWN', 'x', name)
    const [, from] = /^bytes=(\d+)-$/.exec(headers.get('range') ?? '') ?? []
    if (from === undefined) return reply(method, blob, {})
    const range = `bytes ${from}-${blob.length - 1}/${blob.length}`
    return reply(method, blob.subarray(Number(from)), { 'Content-Range': range }, 206)
  }

  #upload(method: string, repository: string, id: string, url: URL, body: Uint8Array): Response {
    const location = (number: string) => ({ Location: `/v2/${repository}/blobs/uploads/${number}?state=1` })
    const mount = url.searchParams.get('mount')
    if (method === 'POST' && mount !== null && this.#blobs.has(mount)) return new HttpResponse(null, { status: 201 })
    if (method === 'POST') {
      return new HttpResponse(null, { status: 202, headers: location(String(this.#uploads.size + 1)) })
    }
    const bytes = Buffer.concat([this.#uploads.get(id) ?? new Uint8Array(), body])
    this.#uploads.set(id, bytes)
    if (method === 'PATCH') return new HttpResponse(null, { status: 202, headers: location(id) })
    if (method === 'DELETE') return new HttpResponse(null, { status: 204 })
    this.#blobs.set(url.searchParams.get('digest') ?? '', bytes)
    return new HttpResponse(null, { status: 201 })
  }

  #tagsOf(repository: string): string[] {
    const names = [...this.#documents.keys()].filter((name) => name.startsWith(`${repository}/`))
    return names.map((name) => name.slice(repository.length + 1)).filter((name) => !name.startsWith('sha256:'))
  }

  blob(digest: string): Uint8Array | undefined {
    return this.#blobs.get(digest)
  }
}

function reply(method: string, bytes: Uint8Array, headers: Record<string, string>, status = 200): Response {
  const body = method === 'HEAD' ? null : Buffer.from(bytes)
  return new HttpResponse(body, { status, headers: { 'Content-Length': String(bytes.length), ...headers } })
}

/** Plays a registry for the tests of a file; every test begins with an empty one. */
export function playRegistry(): () => PlayedRegistry {
  let registry = new PlayedRegistry()
  const server = setupServer(
    http.all(`https://${HOST}/*`, () => HttpResponse.error()),
    http.all('http://:host/*', async ({ request }) => {
      const url = new URL(request.url)
      const body = new Uint8Array(await request.clone().arrayBuffer())
      return registry.answer({ method: request.method, path: url.pathname, headers: request.headers, url, body })
    }),
  )
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => void (registry = new PlayedRegistry()))
  afterAll(() => server.close())
  return () => registry
}
