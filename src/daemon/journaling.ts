// The journal of a daemon: which one, and who writes into it.
import type { Engine } from '../engine/engine.ts'
import { failureOf } from '../http/status.ts'
import { hintFor } from '../scenario/journal/hint.ts'
import { Journal, type JournalOptions } from '../scenario/journal/journal.ts'
import { createRecorder, type Recorder } from '../scenario/journal/record.ts'

/** `true` for the usual one. */
export type Journaling = boolean | JournalOptions

export const journalOf = (journaling: Journaling | undefined): Journal =>
  new Journal(typeof journaling === 'object' ? journaling : {})

export const recorderFor = (journal: Journal, engine: Engine): Recorder =>
  createRecorder({
    journal,
    clock: engine.world.clock,
    failureOf,
    hintFor: (call, status) => hintFor(engine, call, status),
  })
