// The pages under /_mockerd/storage: what the storage driver did, what lies in its directories, and holding a layer.
import type { IRouter, Request, Response } from 'express'
import type { Engine } from '../engine/engine.ts'
import { storageReport } from './storage-report.ts'

/**
 * - GET `/_mockerd/storage`: a StorageReport
 * - GET `/_mockerd/storage/layers/ID/files`: what lies in the layer's own directory, whiteouts in the driver's form
 * - POST and DELETE `/_mockerd/storage/layers/ID/hold`: has it mounted by something else, and no longer
 *
 * ID is the id of a layer, or the name or id of a container.
 *
 * @param page the path of the first, as the router sees it
 */
export function mountStorage(app: IRouter, engine: Engine, page = '/_mockerd/storage'): void {
  const holds = new Map<string, (() => void)[]>()
  const withLayer =
    (answer: (id: string, response: Response) => void) =>
    (request: Request<{ id: string }>, response: Response): void => {
      const id = layerId(engine, request.params.id)
      if (id === undefined) response.status(404).json({ message: `No such layer: ${request.params.id}` })
      else answer(id, response)
    }

  app.get(page, (_request, response) => void response.json(storageReport(engine)))
  app.get(
    `${page}/layers/:id/files`,
    withLayer((id, response) => void response.json([...(engine.driver.files?.(id) ?? [])])),
  )
  app.post(
    `${page}/layers/:id/hold`,
    withLayer((id, response) => {
      const release = engine.driver.hold?.(id)
      if (release !== undefined) holds.set(id, [...(holds.get(id) ?? []), release])
      response.status(release === undefined ? 501 : 204).end()
    }),
  )
  app.delete(`${page}/layers/:id/hold`, (request: Request<{ id: string }>, response) => {
    // a held layer may be gone for Docker, so it is looked for among the holds first
    const { id } = request.params
    const held = holds.has(id) ? id : (layerId(engine, id) ?? id)
    for (const release of holds.get(held) ?? []) release()
    response.status(holds.delete(held) ? 204 : 404).end()
  })
}

function layerId({ containers, driver }: Engine, reference: string): string | undefined {
  const ids = new Set([...(driver.layers?.() ?? [])].map(({ id }) => id))
  if (ids.has(reference)) return reference
  const found = [...containers.all()].find(({ name }) => name === reference)?.id
  return found !== undefined && ids.has(found) ? found : undefined
}
