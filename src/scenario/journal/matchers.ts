// What `expect(docker)` can be asked in Vitest and Jest: whether calls came, how often, and in which order.
import type { OperationId } from '../../api/call.ts'
import { wantedText } from '../match-value.ts'
import { type StateMatchers, stateMatchers, type Verdict } from '../state-matchers.ts'
import type { JournalEntry } from './entry.ts'
import { hasCome, pullsOf } from './pulled.ts'
import { type Finding, received, tail, type Wanted } from './received.ts'

/** Anything that has a journal: a daemon. */
export interface Journalled {
  readonly journal: { readonly entries: readonly JournalEntry[] }
}

/** A call by its operation, or by what it had, too. */
export type WantedCall = OperationId | readonly [operation: OperationId, wanted: Wanted]

/** What a matcher of these looks like behind `expect(docker)`. */
export interface DockerMatchers<R = unknown> extends StateMatchers<R> {
  /** A call of this operation came with these parameters, query fields and fields of the body; `timeout` is `t`. */
  toHaveReceived(operation: OperationId, wanted?: Wanted): R
  /** So many of them did, no more and no fewer. */
  toHaveReceivedTimes(operation: OperationId, times: number, wanted?: Wanted): R
  /** Calls like these came one after the other; others may have come in between. */
  toHaveReceivedInOrder(...calls: readonly WantedCall[]): R
  /** The image was asked for, and it came: `redis:7`, however the client wrote it. */
  toHavePulled(image: string): R
}

const callMatchers = {
  toHaveReceived(docker: Journalled, operation: OperationId, wanted?: Wanted): Verdict {
    const finding = findingOf(docker, operation, wanted)
    const { length } = finding.found
    return {
      pass: length > 0,
      message: () =>
        length > 0
          ? `Docker was not to receive ${named(operation, wanted)}, but it did:\n${tail(finding.found)}`
          : `Docker was to receive ${named(operation, wanted)}, but ${finding.report()}`,
    }
  },

  toHaveReceivedTimes(docker: Journalled, operation: OperationId, times: number, wanted?: Wanted): Verdict {
    const finding = findingOf(docker, operation, wanted)
    const { length } = finding.found
    const seen = length === 0 ? finding.report() : `it did ${timesOf(length)}:\n${tail(finding.found)}`
    return {
      pass: length === times,
      message: () =>
        length === times
          ? `Docker was not to receive ${named(operation, wanted)} ${timesOf(times)}, but ${seen}`
          : `Docker was to receive ${named(operation, wanted)} ${timesOf(times)}, but ${seen}`,
    }
  },

  toHavePulled(docker: Journalled, image: string): Verdict {
    const { entries } = journalOf(docker)
    const pulls = pullsOf(entries, image)
    const pass = pulls.some(hasCome)
    const seen = pulls.length > 0 ? `the pull failed:\n${tail(pulls)}` : received(entries, 'ImageCreate').report()
    return {
      pass,
      message: () =>
        pass
          ? `Docker was not to pull ${image}, but it did:\n${tail(pulls)}`
          : `Docker was to pull ${image}, but ${seen}`,
    }
  },

  toHaveReceivedInOrder(docker: Journalled, ...calls: readonly WantedCall[]): Verdict {
    const { entries } = journalOf(docker)
    const wanted = calls.map((call): readonly [OperationId, Wanted?] => (typeof call === 'string' ? [call] : call))
    let from = 0
    let met = 0
    for (const call of wanted) {
      const [first] = received(entries.slice(from), ...call).found
      if (!first) break
      from = entries.indexOf(first) + 1
      met++
    }
    const pass = met === wanted.length
    const list = wanted.map((call) => named(...call)).join(', ')
    return {
      pass,
      message() {
        if (pass) return `Docker was not to receive ${list} in this order, but it did:\n${tail(entries)}`
        const before = met === 0 ? '' : ` behind ${named(...wanted[met - 1]!)}`
        const report = received(entries.slice(from), ...wanted[met]!).report()
        return `Docker was to receive ${list} in this order; of ${named(...wanted[met]!)}${before}: ${report}`
      },
    }
  },
}

/** For `expect.extend`. */
export const dockerMatchers: typeof callMatchers & typeof stateMatchers = { ...stateMatchers, ...callMatchers }

const findingOf = (docker: Journalled, operation: OperationId, wanted: Wanted | undefined): Finding =>
  received(journalOf(docker).entries, operation, wanted)

function journalOf(docker: Journalled): Journalled['journal'] {
  const journal = (docker as Partial<Journalled> | undefined)?.journal
  if (!journal) throw new TypeError('what is expected to have received calls must be a daemon, with its journal')
  return journal
}

const named = (operation: OperationId, wanted?: Wanted): string =>
  wanted === undefined ? operation : `${operation} with ${wantedText(wanted)}`

const timesOf = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
