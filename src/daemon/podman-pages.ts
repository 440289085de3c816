// Podman's own API below /libpod, as far as clients ask there which engine this is, and its page for unknown paths.
import type { Express, Request, Response } from 'express'
import type { Engine } from '../engine/engine.ts'
import type { PodmanTraits } from '../engine/persona.ts'
import { libpodInfo } from '../engine/system/libpod-info.ts'
import { versionOf } from '../engine/system/version.ts'
import { routes } from '../gen/routes.ts'
import { routerOf } from '../http/route.ts'

/** Podman's own paths have a version before them, but for the ping's (podman pkg/api/server: VersionedPath). */
const own = /^(\/v[0-9][0-9A-Za-z.-]*)?\/libpod\/(_ping|version|info)$/

export function mountPodman(app: Express, engine: Engine, traits: PodmanTraits): void {
  const { persona } = engine
  const route = routerOf(routes)
  app.use((request: Request, response: Response) => {
    const [, version, page] = own.exec(request.path) ?? []
    const isPing = page === '_ping'
    const known = page !== undefined && (isPing || version !== undefined)
    if (known && (request.method === 'GET' || (isPing && request.method === 'HEAD'))) {
      response.set({
        'Api-Version': persona.apiVersion,
        'Libpod-Api-Version': persona.version,
        Server: `Libpod/${persona.version} (linux)`,
      })
      if (isPing)
        response
          .set({ Pragma: 'no-cache', ...persona.ping })
          .type('text/plain')
          .send('OK')
      else
        response
          .type('json')
          .send(`${JSON.stringify(page === 'info' ? libpodInfo(engine, traits) : versionOf(engine))}\n`)
      return
    }
    const isOther = known || methods.some((method) => route(method, request.path) !== undefined)
    const [status, text] = isOther ? [405, 'Method Not Allowed'] : [404, 'Not Found']
    response.status(status).set('X-Content-Type-Options', 'nosniff').type('text/plain').send(`${text}\n`)
  })
}

const methods = [...new Set(routes.map(({ method }) => method))]
