// What `expect(docker)` can be asked about the state that a daemon is in.
import type { Container } from '../engine/containers/container.ts'
import type { Status } from '../engine/containers/state.ts'
import type { Engine } from '../engine/engine.ts'
import { Refusal } from '../world/refusal.ts'
import { type Asymmetric, includesValue, wantedText } from './match-value.ts'
import { didYouMean } from './nearest.ts'

/** Anything that has an engine: a daemon. */
export interface Engined {
  readonly engine: Engine
}

/** As runners of tests take it. */
export interface Verdict {
  readonly pass: boolean
  message(): string
}

/** What a container is, in few words. */
export interface ContainerPortrait {
  readonly state: Status
  readonly exitCode: number
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  readonly image: string
  readonly cmd: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** Names, sorted. */
  readonly networks: readonly string[]
  /** How often its restart policy has started it. */
  readonly restarts: number
}

/** A part of a value. */
type PartOf<Value> =
  | Asymmetric
  | (Value extends readonly (infer Item)[]
      ? readonly (Item | Asymmetric)[]
      : Value extends object
        ? { readonly [Field in keyof Value]?: PartOf<Value[Field]> | undefined }
        : Value)

/** A part of it; `expect.any(…)` and its like may stand anywhere. */
export type WantedContainer = {
  readonly [Field in keyof ContainerPortrait]?: PartOf<ContainerPortrait[Field]> | undefined
}

export interface StateMatchers<R = unknown> {
  /** There is a container of this name (or id), and it is like that: `{ state: 'exited', exitCode: 0 }`. */
  toHaveContainer(name: string, wanted?: WantedContainer): R
  /** There is a container of this name (or id) that runs. */
  toHaveRunning(name: string): R
  /** There is such an image: `redis:7`. */
  toHaveImage(name: string): R
}

export const stateMatchers = {
  toHaveContainer(docker: Engined, name: string, wanted: WantedContainer = {}): Verdict {
    const { containers } = engineOf(docker)
    const container = found(() => containers.find(name))
    const portrait = container && portraitOf(container)
    const pass = portrait !== undefined && includesValue(portrait, wanted)
    const what = `a container ${name}${Object.keys(wanted).length > 0 ? ` with ${wantedText(wanted)}` : ''}`
    return {
      pass,
      message() {
        if (pass) return `Docker was not to have ${what}, but it has:\n  ${JSON.stringify(portrait)}`
        if (portrait) return `Docker was to have ${what}, but it has\n${differences(portrait, wanted)}`
        return `Docker was to have ${what}, but ${whatThereIs(containers.all(), name)}`
      },
    }
  },

  toHaveRunning(docker: Engined, name: string): Verdict {
    return stateMatchers.toHaveContainer(docker, name, { state: 'running' })
  },

  toHaveImage(docker: Engined, name: string): Verdict {
    const { images } = engineOf(docker)
    const pass = found(() => images.find(name)) !== undefined
    const tags = images.list({ all: false, filters: {}, sharedSize: false }).flatMap(({ RepoTags }) => RepoTags ?? [])
    const there = tags.length === 0 ? 'it has none' : `it has ${tags.join(', ')}${didYouMean(name, tags)}`
    return {
      pass,
      message: () =>
        pass ? `Docker was not to have the image ${name}` : `Docker was to have the image ${name}, but ${there}`,
    }
  },
}

function portraitOf(container: Container): ContainerPortrait {
  const { state, health, config, endpoints, restartCount } = container
  return {
    state: state.status,
    exitCode: state.exitCode,
    health: health?.status ?? 'none',
    image: config.Image,
    cmd: config.Cmd ?? [],
    env: Object.fromEntries(
      (config.Env ?? []).map((pair) => [pair.split('=', 1)[0]!, pair.slice(pair.indexOf('=') + 1)]),
    ),
    labels: config.Labels ?? {},
    networks: [...endpoints.keys()].sort(),
    restarts: restartCount,
  }
}

/** The fields that do not fit, a line for each. */
const differences = (portrait: ContainerPortrait, wanted: WantedContainer): string =>
  Object.entries(wanted)
    .filter(([field, value]) => !includesValue(portrait[field as keyof ContainerPortrait], value))
    .map(([field]) => `  ${field}: ${JSON.stringify(portrait[field as keyof ContainerPortrait]) ?? 'unknown'}`)
    .join('\n')

function whatThereIs(all: Iterable<Container>, name: string): string {
  const names = Array.from(all, (container) => container.name)
  if (names.length === 0) return 'it has none'
  const left = names.length > 10 ? `, … (${names.length})` : ''
  return `it has ${names.slice(0, 10).join(', ')}${left}${didYouMean(name, names)}`
}

function engineOf(docker: Engined): Engine {
  const engine = (docker as Partial<Engined> | undefined)?.engine
  if (!engine) throw new TypeError('what is expected to have containers or images must be a daemon, with its engine')
  return engine
}

function found<Thing>(find: () => Thing): Thing | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
