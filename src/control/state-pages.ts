// The pages of the daemon itself: whether it is ready, what it is given, what was called of it.
import type { Router } from 'express'
import { map, oneOf, record, text } from '../codec/shape.ts'
import { isUp } from '../engine/containers/state.ts'
import { routes } from '../gen/routes.ts'
import { bodyOf, sourceOf } from './body.ts'
import type { Controlled, ControlSchemas } from './controlled.ts'

const event = record<ControlSchemas['Event']>(
  {
    type: oneOf(
      ...(['container', 'image', 'network', 'volume', 'plugin'] as const),
      ...(['daemon', 'builder', 'service', 'node', 'secret', 'config'] as const),
    ),
    action: text,
    id: text,
    attributes: map(text),
  },
  ['type', 'action', 'id'],
)

export function mountState(router: Router, controlled: Controlled): void {
  const { engine, calls } = controlled
  router.get('/health', (_request, response) => {
    const all = [...engine.containers.all()]
    const health: ControlSchemas['Health'] = {
      ...controlled.progress,
      id: engine.id,
      version: engine.persona.version,
      apiVersion: engine.persona.apiVersion,
      storageDriver: engine.driver.name,
      containers: { running: all.filter(({ state }) => isUp(state)).length, total: all.length },
    }
    response.json(health)
  })
  router.post('/state', async (request, response) => {
    await controlled.give(sourceOf(request))
    response.status(204).end()
  })
  router.post('/events', (request, response) => {
    const { attributes = {}, ...fact } = bodyOf(request, event)
    engine.world.events.publish({ ...fact, attributes })
    response.status(204).end()
  })
  router.get('/coverage', (_request, response) => {
    const counts = calls.counts()
    const operations = Object.fromEntries(routes.map(({ operation }) => [operation, counts[operation] ?? 0]))
    const all = Object.values(operations)
    response.json({ total: all.length, seen: all.filter((count) => count > 0).length, operations })
  })
}
