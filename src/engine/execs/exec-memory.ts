// The execs that can still be asked for. Those that have ended are forgotten after a while (moby daemon/exec.go:
// execCommandGC): every five minutes dockerd marks those of no use, and takes away those that it had marked before.
import { checkpointOfMap, type GoBack } from '../../world/checkpoint.ts'
import type { Clock } from '../../world/clock.ts'
import type { Container } from '../containers/container.ts'
import type { Exec } from './exec.ts'

/** ms */
const ROUND = 5 * 60_000

const roundOf = (at: number): number => Math.floor(at / ROUND)

/** How many rounds have passed since it ended; 0 while it has not. */
const age = (exec: Exec, now: number): number => (exec.endedAt === undefined ? 0 : roundOf(now) - roundOf(exec.endedAt))

/** Whether the next round takes it away. */
export const isForgettable = (exec: Exec, now: number): boolean => age(exec, now) > 0

/** Nobody started it while its container ran. */
const isLost = (exec: Exec): boolean => !exec.hasRun && exec.machine !== exec.container.machine

export interface ExecMemory {
  add(exec: Exec): void
  get(id: string): Exec | undefined
  forget(container: Container): void
  checkpoint(): GoBack
}

/** Looks at the clock when it is asked: no timer runs for this. */
export function execMemory(clock: Pick<Clock, 'now'>): ExecMemory {
  const byId = new Map<string, Exec>()
  let swept = roundOf(clock.now())
  const isGone = (exec: Exec, now: number): boolean => age(exec, now) > 1 || isLost(exec)

  return {
    add(exec) {
      const now = clock.now()
      byId.set(exec.id, exec)
      if (roundOf(now) === swept) return
      swept = roundOf(now)
      for (const other of byId.values()) if (isGone(other, now)) byId.delete(other.id)
    },
    get(id) {
      const exec = byId.get(id)
      return exec && isGone(exec, clock.now()) ? undefined : exec
    },
    checkpoint() {
      const [goBack, round] = [checkpointOfMap(byId), swept]
      return () => {
        goBack()
        swept = round
      }
    },
    forget(container) {
      for (const exec of byId.values()) if (exec.container === container) byId.delete(exec.id)
    },
  }
}
