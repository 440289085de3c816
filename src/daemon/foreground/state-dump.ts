// What a daemon holds and does at this moment, for people: what SIGUSR1 writes down.

import { rfc3339Fixed } from '../../codec/timestamp.ts'
import { statusText } from '../../engine/containers/status-text.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Journal } from '../../scenario/journal/journal.ts'
import { tail } from '../../scenario/journal/received.ts'
import type { Rules } from '../../scenario/rules.ts'
import { ownProcess } from '../../world/own-process.ts'

export interface DumpParts {
  readonly engine: Engine
  readonly journal: Journal
  readonly rules: Rules
  /** What clients wait for. */
  readonly underWay: readonly string[]
}

/** How many of the latest calls are shown. */
const LATEST = 50

/** Sections with a line for each thing in them. */
export function stateDump({ engine, journal, rules, underWay }: DumpParts): string {
  const { containers, images, networks, volumes, world, persona, driver } = engine
  const now = world.clock.now()
  const { cpu, age, memory } = ownProcess()
  return [
    `mockerd as Docker ${persona.version}, process ${process.pid}, at ${rfc3339Fixed(now)}`,
    `up ${age.toFixed(0)}s, ${cpu.toFixed(1)}s of processor, ${mebibytes(memory.heapUsed)} of heap, ${mebibytes(memory.rss)} in all`,
    '',
    ...section('Calls under way', underWay),
    ...section(
      'Containers',
      Array.from(
        containers.all(),
        (one) => `${one.id.slice(0, 12)} ${one.name}  ${statusText(one, now) || one.state.status}  ${one.config.Image}`,
      ),
    ),
    ...section(
      `Images (${driver.name})`,
      images
        .list({ all: true, filters: {}, sharedSize: false })
        .map(({ Id, RepoTags }) => [Id, ...(RepoTags ?? [])].join(' ')),
    ),
    ...section(
      'Volumes',
      Array.from(volumes.all(), ({ name }) => name),
    ),
    ...section(
      'Networks',
      Array.from(networks.all(), ({ id, name, driver }) => `${id.slice(0, 12)} ${name}  ${driver}`),
    ),
    ...section(
      'Rules',
      rules.list().map(({ name, hits, enabled }) => `${name}  fired ${hits} times${enabled ? '' : ', disabled'}`),
    ),
    `Journal: ${journal.count}`,
    tail(journal.entries, LATEST),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] => [
  `${title}: ${lines.length === 0 ? 'none' : lines.length}`,
  ...lines.map((line) => `  ${line}`),
  '',
]

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
