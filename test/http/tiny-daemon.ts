// A daemon of a few operations, for looking at the transport alone.
import { mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Incoming, OperationId } from '../../src/api/call.ts'
import type { Reply } from '../../src/api/reply.ts'
import type { Route } from '../../src/gen/routes.ts'
import { createApp } from '../../src/http/app.ts'
import { createServer, type DockerServer } from '../../src/http/server.ts'

/** A route of the tests; their operations need not be Docker's. */
export const route = (method: Route['method'], path: string, operation: string, more: Partial<Route> = {}): Route => ({
  operation: operation as OperationId,
  method,
  path,
  body: 'none',
  ...more,
})

export type Handlers = Readonly<Record<string, (incoming: Incoming) => Reply | Promise<Reply>>>

export interface TinyDaemon extends AsyncDisposable {
  readonly app: RequestListener
  readonly server: DockerServer
  readonly reported: unknown[]
  /** The path of its unix socket. */
  readonly path: string
}

export async function startTiny(routes: readonly Route[], handlers: Handlers): Promise<TinyDaemon> {
  const reported: unknown[] = []
  const app = tinyApp(routes, handlers, reported)
  const server = createServer(app)
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-http-'))
  const path = join(folder, 'docker.sock')
  await server.listen(`unix://${path}`)
  return {
    app,
    server,
    reported,
    path,
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

export function tinyApp(routes: readonly Route[], handlers: Handlers, reported: unknown[] = []): RequestListener {
  return createApp({
    routes,
    dispatch: (incoming) => {
      const handler = handlers[incoming.operation]
      if (!handler) throw new Error(`the test has no handler for ${incoming.operation}`)
      return handler(incoming)
    },
    identity: {
      server: 'Docker/28.5.2 (linux)',
      apiVersion: '1.51',
      minApiVersion: '1.24',
      osType: 'linux',
      experimental: false,
    },
    now: () => Date.UTC(2026, 10, 21, 5, 56, 27),
    report: (error) => reported.push(error),
  })
}
