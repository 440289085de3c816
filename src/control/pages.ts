// All pages of the control API, under /_mockerd; openapi/control/control.yaml says what each takes and gives.
import express, { type ErrorRequestHandler, type Express } from 'express'
import { Refusal } from '../world/refusal.ts'
import { readBodies } from './body.ts'
import { mountClock } from './clock-pages.ts'
import type { Controlled } from './controlled.ts'
import { guard } from './guard.ts'
import { mountJournal } from './journal-pages.ts'
import { mountRules } from './rule-pages.ts'
import { mountSnapshots } from './snapshot-pages.ts'
import { mountState } from './state-pages.ts'
import { mountStorage } from './storage-pages.ts'

export interface ControlPagesOptions {
  /** Asked for as `Authorization: Bearer …`. */
  readonly token: string | undefined
  /** What a client is told of something that was thrown. */
  failureOf(error: unknown): { readonly status: number; readonly message: string }
  /** Hears of defects. */
  report?: ((error: unknown) => void) | undefined
}

export function mountControl(app: Express, controlled: Controlled, options: ControlPagesOptions): void {
  const router = express.Router()
  router.use(guard(options.token), ...readBodies)
  mountState(router, controlled)
  mountRules(router, controlled.rules)
  mountClock(router, controlled.engine.world.clock)
  mountSnapshots(router, controlled)
  mountJournal(router, controlled.journal, controlled.calls.clear)
  mountStorage(router, controlled.engine, '/storage')
  router.use((request, response) => {
    response.status(404).json({ message: `there is no ${request.method} /_mockerd${request.path}` })
  })
  router.use(failureHandler(options))
  app.use('/_mockerd', router)
}

/** Express and its readers of bodies say in `status` what the client did wrong. */
const failureHandler =
  ({ failureOf, report }: ControlPagesOptions): ErrorRequestHandler =>
  (error, _request, response, _next) => {
    if (response.headersSent) {
      // a client that went in the middle of a file has done nothing wrong
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') report?.(error)
      response.destroy()
      return
    }
    if (!(error instanceof Refusal) && error.status >= 400 && error.status < 500) {
      response.status(error.status).json({ message: `the body cannot be read: ${error.message}` })
      return
    }
    if (!(error instanceof Refusal)) report?.(error)
    const { status, message } = failureOf(error)
    response.status(status).json({ message })
  }
