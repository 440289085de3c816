// Who waits for something to happen. Cheap when nobody does.

export type Wake = () => void

export class WaitList {
  private waiting: Wake[] | undefined

  /** Returns how to stop waiting. */
  readonly add = (wake: Wake): Wake => {
    const list = (this.waiting ??= [])
    list.push(wake)
    return () => {
      const index = list.indexOf(wake)
      if (index >= 0) list.splice(index, 1)
    }
  }

  wakeAll(): void {
    const list = this.waiting
    if (!list) return
    this.waiting = undefined
    for (const wake of list) wake()
  }
}
