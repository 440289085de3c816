// The pages of snapshots: states of the whole daemon to go back to, by name; and going back to the beginning.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Router } from 'express'
import { flag, record, text } from '../codec/shape.ts'
import { conflict, invalid, missing } from '../world/refusal.ts'
import { bodyOf } from './body.ts'
import type { Controlled, ControlSchemas, Snapshot } from './controlled.ts'

const save = record<ControlSchemas['SnapshotSave']>({ name: text })
const reset = record<ControlSchemas['Reset']>({ rules: flag, journal: flag })

export function mountSnapshots(router: Router, { snapshots, rules, journal, calls }: Controlled): void {
  const kept = new Map<string, Snapshot>()
  const find = (name: string): Snapshot => {
    const snapshot = kept.get(name)
    if (!snapshot) throw missing(`there is no snapshot "${name}"`)
    return snapshot
  }
  const named = ({ params }: Request<{ name: string }>): Snapshot => find(params.name)
  let count = 0
  router
    .route('/snapshots')
    .get((_request, response) => void response.json(Array.from(kept, ([name, { at }]) => ({ name, at }))))
    .post((request, response) => {
      const { name = `snapshot-${++count}` } = bodyOf(request, save, {})
      if (kept.has(name)) throw conflict(`there is a snapshot "${name}" already`)
      const snapshot = snapshots.take()
      kept.set(name, snapshot)
      response.status(201).json({ name, at: snapshot.at })
    })
  router.delete('/snapshots/:name', (request, response) => {
    named(request)
    kept.delete(request.params.name)
    response.status(204).end()
  })
  router.post('/snapshots/:name/restore', async (request, response) => {
    response.json(await named(request).restore())
  })
  router.get('/snapshots/:name/export', async (request, response) => {
    const bytes = Readable.from(named(request).export())
    response.type('application/x-tar')
    await pipeline(bytes, response)
  })
  router.get('/snapshots/:name/diff', async (request, response) => {
    const { to } = request.query
    if (to !== undefined && typeof to !== 'string') throw invalid('"to" may be given once')
    response.json(await named(request).diff(to === undefined ? undefined : find(to)))
  })
  router.post('/reset', async (request, response) => {
    const also = bodyOf(request, reset, {})
    const goneBack = await snapshots.reset()
    if (also.rules) rules.removeAdded()
    if (also.journal) {
      journal.clear()
      calls.clear()
    }
    response.json(goneBack)
  })
}
