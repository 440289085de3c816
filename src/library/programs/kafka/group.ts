// A consumer group: who is in it, how its members come to an agreement, and where they are.
import { Killed, type Process } from '../../../runtime/process.ts'
import { ErrorCode } from './protocol.ts'

export interface Protocol {
  readonly name: string
  readonly metadata: Uint8Array
}

export interface Joining {
  /** '' for one who is new */
  readonly member: string
  readonly client: string
  readonly host: string
  /** ms without a sign of life */
  readonly sessionTimeout: number
  /** ms that the others are waited for */
  readonly rebalanceTimeout: number
  readonly protocolType: string
  readonly protocols: readonly Protocol[]
}

export interface Joined {
  readonly error: number
  readonly generation: number
  readonly protocol: string
  readonly leader: string
  readonly member: string
  /** for the leader alone */
  readonly members: readonly { readonly id: string; readonly metadata: Uint8Array }[]
}

interface Member {
  readonly id: string
  joining: Joining
  assignment: Uint8Array
  /** ms since 1970: when it is taken for gone */
  deadline: number
  joined: ((reply: Joined) => void) | undefined
  synced: ((error: number) => void) | undefined
}

export interface Committed {
  readonly offset: number
  readonly metadata: string | undefined
}

const nothing = new Uint8Array(0)

export class Group {
  readonly id: string
  state: 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' = 'Empty'
  generation = 0
  protocolType = ''
  protocol = ''
  /** by topic and partition */
  readonly offsets: Map<string, Map<number, Committed>> = new Map()
  readonly members: Map<string, Member> = new Map()
  readonly #process: Process
  #leader = ''
  /** counts rebalances that began */
  #round = 0

  constructor(process: Process, id: string) {
    this.#process = process
    this.id = id
  }

  /** Resolves when all members have joined again, or had long enough to do so. */
  join(joining: Joining, freshId: () => string): Promise<Joined> {
    const refuse = (error: number): Promise<Joined> =>
      Promise.resolve({ error, generation: -1, protocol: '', leader: '', member: joining.member, members: [] })
    if (joining.member !== '' && !this.members.has(joining.member)) return refuse(ErrorCode.unknownMember)
    const others = [...this.members.values()].filter(({ id }) => id !== joining.member)
    const fits = others.every((one) => one.joining.protocolType === joining.protocolType)
    if (!fits || joining.protocols.length === 0) return refuse(ErrorCode.inconsistentProtocol)
    const id = joining.member || freshId()
    const member: Member = this.members.get(id) ?? {
      id,
      joining,
      assignment: nothing,
      deadline: 0,
      joined: undefined,
      synced: undefined,
    }
    member.joining = joining
    this.#touch(member)
    if (!this.members.has(id)) {
      this.members.set(id, member)
      void this.#watch(member)
    }
    const reply = new Promise<Joined>((resolve) => {
      member.joined = resolve
    })
    this.#rebalance()
    return reply
  }

  #rebalance(): void {
    if (this.state !== 'PreparingRebalance') {
      this.state = 'PreparingRebalance'
      for (const member of this.members.values()) this.#answerSync(member, ErrorCode.rebalanceInProgress)
      const timeout = Math.max(...[...this.members.values()].map(({ joining }) => joining.rebalanceTimeout))
      void this.#endRound(++this.#round, timeout)
    }
    if ([...this.members.values()].every(({ joined }) => joined)) this.#complete()
  }

  /** Those who have not joined again by then are out. */
  async #endRound(round: number, timeout: number): Promise<void> {
    try {
      await this.#process.sleep(timeout)
    } catch (error) {
      return unlessOver(error)
    }
    if (round !== this.#round || this.state !== 'PreparingRebalance') return
    for (const [id, { joined }] of this.members) if (!joined) this.members.delete(id)
    this.#complete()
  }

  #complete(): void {
    const members = [...this.members.values()]
    if (members.length === 0) {
      this.state = 'Empty'
      return
    }
    this.generation++
    this.state = 'CompletingRebalance'
    if (!this.members.has(this.#leader)) this.#leader = members[0]!.id
    this.protocolType = members[0]!.joining.protocolType
    const knows = ({ joining }: Member, name: string): boolean => joining.protocols.some((one) => one.name === name)
    const names = members[0]!.joining.protocols.map(({ name }) => name)
    this.protocol = names.find((name) => members.every((member) => knows(member, name))) ?? names[0]!
    for (const member of members) {
      const all = members.map(({ id, joining }) => ({
        id,
        metadata: joining.protocols.find(({ name }) => name === this.protocol)?.metadata ?? nothing,
      }))
      this.#touch(member)
      member.joined?.({
        error: ErrorCode.none,
        generation: this.generation,
        protocol: this.protocol,
        leader: this.#leader,
        member: member.id,
        members: member.id === this.#leader ? all : [],
      })
      member.joined = undefined
    }
  }

  /** What the leader has given to a member, as soon as it has. */
  async sync(
    id: string,
    generation: number,
    assignments: readonly { readonly member: string; readonly bytes: Uint8Array }[],
  ): Promise<{ readonly error: number; readonly assignment: Uint8Array }> {
    const error = this.check(id, generation)
    const member = this.members.get(id)
    if (error !== ErrorCode.none || !member) return { error, assignment: nothing }
    if (this.state === 'PreparingRebalance') return { error: ErrorCode.rebalanceInProgress, assignment: nothing }
    if (this.state === 'CompletingRebalance' && id !== this.#leader) {
      const answered = new Promise<number>((resolve) => {
        member.synced = resolve
      })
      return { error: await answered, assignment: member.assignment }
    }
    if (id === this.#leader && this.state === 'CompletingRebalance') {
      for (const one of this.members.values()) {
        one.assignment = assignments.find(({ member }) => member === one.id)?.bytes ?? nothing
      }
      this.state = 'Stable'
      for (const one of this.members.values()) this.#answerSync(one, ErrorCode.none)
    }
    return { error: ErrorCode.none, assignment: member.assignment }
  }

  #answerSync(member: Member, error: number): void {
    this.#touch(member)
    member.synced?.(error)
    member.synced = undefined
  }

  heartbeat(id: string, generation: number): number {
    const error = this.check(id, generation)
    if (error !== ErrorCode.none) return error
    return this.state === 'PreparingRebalance' ? ErrorCode.rebalanceInProgress : ErrorCode.none
  }

  /** The error of one who speaks for a member; a sign of life if there is none. */
  check(id: string, generation: number): number {
    const member = this.members.get(id)
    if (!member) return ErrorCode.unknownMember
    if (generation !== this.generation) return ErrorCode.illegalGeneration
    this.#touch(member)
    return ErrorCode.none
  }

  leave(id: string): number {
    const member = this.members.get(id)
    if (!member) return ErrorCode.unknownMember
    this.members.delete(id)
    this.#answerSync(member, ErrorCode.unknownMember)
    if (this.members.size === 0) {
      this.state = 'Empty'
      this.#round++
    } else this.#rebalance()
    return ErrorCode.none
  }

  #touch(member: Member): void {
    member.deadline = this.#process.now() + member.joining.sessionTimeout
  }

  /** One who says nothing any more, and does not wait for the others, leaves. */
  async #watch(member: Member): Promise<void> {
    try {
      while (this.members.get(member.id) === member) {
        const rest = member.deadline - this.#process.now()
        if (rest > 0) await this.#process.sleep(rest)
        else if (member.joined || member.synced) this.#touch(member)
        else this.leave(member.id)
      }
    } catch (error) {
      unlessOver(error)
    }
  }
}

/** A wait ends with its broker. */
function unlessOver(error: unknown): void {
  if (!(error instanceof Killed)) throw error
}
