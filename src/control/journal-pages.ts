// The pages of the journal: what was asked of the daemon, now and from now on.
import { once } from 'node:events'
import type { Request, Response, Router } from 'express'
import { invalid } from '../world/refusal.ts'
import type { ControlledJournal, JournalEntry } from './controlled.ts'

export function mountJournal(router: Router, journal: ControlledJournal, clearCounts: () => void): void {
  router
    .route('/journal')
    .get((request, response) => {
      response.json({ count: journal.count, entries: wanted(journal, request) })
    })
    .delete((_request, response) => {
      journal.clear()
      clearCounts()
      response.status(204).end()
    })
  router.get('/journal/har', (request, response) => {
    response.json(journal.har(wanted(journal, request)))
  })
  router.get('/journal/scenario', (request, response) => {
    response.json(journal.scenario(wanted(journal, request)))
  })
  router.get('/journal/follow', (request, response) => follow(journal, request, response))
}

interface Wish {
  fits(entry: JournalEntry): boolean
  readonly after: number | undefined
  readonly limit: number
}

function wishOf(journal: ControlledJournal, { query }: Request): Wish {
  const text = (name: string): string | undefined => {
    const value = query[name]
    if (value === undefined || typeof value === 'string') return value
    throw invalid(`"${name}" may be given once`)
  }
  const whole = (name: string): number | undefined => {
    const value = text(name)
    if (value !== undefined && !/^\d{1,15}$/.test(value)) throw invalid(`"${name}" must be a whole number`)
    return value === undefined ? undefined : Number(value)
  }
  const strange = Object.keys(query).find((name) => !known.includes(name))
  if (strange !== undefined) throw invalid(`there is no filter "${strange}"; known are ${known.join(', ')}`)
  const [operation, method, path, status, rule] = known.map(text)
  const fits = journal.test({ operation, method, path, status, rule })
  return { fits, after: whole('after'), limit: whole('limit') ?? Number.POSITIVE_INFINITY }
}

const known = ['operation', 'method', 'path', 'status', 'rule', 'after', 'limit']

function wanted(journal: ControlledJournal, request: Request): readonly JournalEntry[] {
  const { fits, after = 0, limit } = wishOf(journal, request)
  const entries = journal.entries.filter((entry) => entry.index > after && fits(entry))
  return entries.slice(Math.max(0, entries.length - limit))
}

/** Lines of JSON until the client goes: first what is kept, if it was asked for, then what comes. */
async function follow(journal: ControlledJournal, request: Request, response: Response): Promise<void> {
  const { fits, after, limit } = wishOf(journal, request)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const coming = journal.follow(gone.signal)
  response.type('application/x-ndjson').flushHeaders()
  const write = async (entry: JournalEntry): Promise<void> => {
    if (!response.write(`${JSON.stringify(entry)}\n`)) {
      await once(response, 'drain', { signal: gone.signal }).catch(() => {})
    }
  }
  const kept =
    after === undefined ? [] : journal.entries.filter((entry) => entry.index > after && entry.took !== undefined)
  let left = limit
  for await (const entry of inOrder(kept, coming)) {
    if (!fits(entry)) continue
    if (left-- <= 0) break
    await write(entry)
  }
  response.end()
}

async function* inOrder<T>(first: Iterable<T>, then: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first
  yield* then
}
