// What is known of a container's health.

export interface HealthResult {
  /** ms since 1970 */
  readonly start: number
  readonly end: number
  readonly exitCode: number
  readonly output: string
}

export interface Health {
  status: 'starting' | 'healthy' | 'unhealthy'
  failingStreak: number
  /** the last five, oldest first */
  log: HealthResult[]
  /** Ends the checking, while there is any. */
  stop?: (() => void) | undefined
}

/** Who is not watched any more counts as unhealthy, paused or ended (moby daemon/container/health.go). */
export function endHealth({ health }: { readonly health: Health | undefined }): void {
  if (!health) return
  health.status = 'unhealthy'
  health.stop?.()
  health.stop = undefined
}
