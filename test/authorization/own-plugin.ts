// A plugin of the test's own: a server on a socket that notes what it is asked and answers as the test says.
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a plugin is asked about a request, and the second time about its reply; bodies as text. */
export interface Question {
  /** `Req` or `Res` */
  readonly about: string
  readonly User?: string
  readonly UserAuthNMethod?: string
  readonly RequestMethod: string
  readonly RequestUri: string
  readonly RequestBody?: string
  readonly RequestHeaders?: Readonly<Record<string, string>>
  readonly RequestPeerCertificates?: readonly string[]
  readonly ResponseStatusCode?: number
  readonly ResponseBody?: string
  readonly ResponseHeaders?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status?: number
  readonly text: string
}

export interface OwnPlugin extends AsyncDisposable {
  readonly name: string
  readonly directory: string
  readonly questions: Question[]
  /** How it was activated. */
  readonly activations: http.IncomingHttpHeaders[]
  /** What it says; yes if left out. */
  answer: (question: Question) => object | Answer | undefined
}

const text = (base64: unknown): string | undefined =>
  typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString() : undefined

export async function ownPlugin(name = 'guard', manifest = '{"Implements":["authz"]}'): Promise<OwnPlugin> {
  const directory = await mkdtemp(join(tmpdir(), 'mockerd-plugin-'))
  const plugin: OwnPlugin = {
    name,
    directory,
    questions: [],
    activations: [],
    answer: () => undefined,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    if (request.url === '/Plugin.Activate') {
      plugin.activations.push(request.headers)
      response.end(manifest)
      return
    }
    const asked = JSON.parse(body) as Question
    const question = {
      ...asked,
      about: request.url!.slice(-3),
      RequestBody: text(asked.RequestBody),
      ResponseBody: text(asked.ResponseBody),
      RequestPeerCertificates: asked.RequestPeerCertificates?.map((pem) => text(pem)!),
    } as Question
    plugin.questions.push(question)
    const said = plugin.answer(question) ?? { Allow: true }
    const { status = 200, text: raw = JSON.stringify(said) } = said as Partial<Answer>
    response.statusCode = status
    response.end(raw)
  })
  await new Promise<void>((resolve) => server.listen(join(directory, `${name}.sock`), resolve))
  return plugin
}
