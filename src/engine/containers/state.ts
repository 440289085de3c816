// The state machine of a container: what it is in, what may follow. Pure: no clock, no effects.

export type Status = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface State {
  readonly status: Status
  readonly pid: number
  readonly exitCode: number
  /** why the last start failed */
  readonly error: string
  /** ms since 1970; undefined for never */
  readonly startedAt: number | undefined
  readonly finishedAt: number | undefined
  readonly oomKilled: boolean
}

export const created: State = {
  status: 'created',
  pid: 0,
  exitCode: 0,
  error: '',
  startedAt: undefined,
  finishedAt: undefined,
  oomKilled: false,
}

/** Whether it has processes: running, also while paused. */
export const isUp = (state: State): boolean => state.status === 'running' || state.status === 'paused'

export const started = (state: State, pid: number, at: number): State => ({
  ...state,
  status: 'running',
  pid,
  exitCode: 0,
  error: '',
  startedAt: at,
  oomKilled: false,
})

/** The runtime refused to start it: the status stays what it was (moby daemon/start.go). */
export const startFailed = (state: State, exitCode: number, error: string): State => ({ ...state, exitCode, error })

export const paused = (state: State): State => ({ ...state, status: 'paused' })
export const unpaused = (state: State): State => ({ ...state, status: 'running' })

export const exited = (state: State, exitCode: number, at: number): State => ({
  ...state,
  status: 'exited',
  pid: 0,
  exitCode,
  finishedAt: at,
})

/** Down for now, to be started again by its restart policy. */
export const restarting = (state: State): State => ({ ...state, status: 'restarting' })
/** Its removal failed half way: it can only be removed again. */
export const dead = (state: State): State => ({ ...state, status: 'dead' })
export const removing = (state: State): State => ({ ...state, status: 'removing' })
