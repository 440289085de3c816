// Builds as tests ask for them: a Dockerfile with its files, and what the build says.
import { Readable } from 'node:stream'
import { wholeLines } from '../reading.ts'
import { tarBytes, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'

export interface BuildLine {
  readonly stream?: string
  readonly error?: string
  readonly errorDetail?: { readonly code?: number; readonly message: string }
  readonly aux?: { readonly ID: string }
}

export interface Built {
  /** all that was printed, ids of images and containers as `ID` */
  readonly text: string
  readonly lines: readonly BuildLine[]
  /** of the image that it came to */
  readonly id: string | undefined
  readonly failure: BuildLine | undefined
}

/** The context of a build as a tar archive. */
export function contextOf(dockerfile: string, files: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const entries = Object.entries({ Dockerfile: dockerfile, ...files })
  return tarBytes(entries.map(([name, content]) => tarEntry(name, content)))
}

export async function build(
  { dockerode }: TestDaemon,
  dockerfile: string,
  options: Readonly<Record<string, unknown>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Built> {
  const context = Readable.from([await contextOf(dockerfile, files)])
  const lines = await wholeLines<BuildLine>(await dockerode.buildImage(context, options as object))
  const text = lines.map(({ stream = '' }) => stream).join('')
  return {
    text: text.replace(/\b[0-9a-f]{12}\b/g, 'ID'),
    lines,
    id: lines.findLast(({ aux }) => aux)?.aux?.ID,
    failure: lines.find(({ error }) => error !== undefined),
  }
}

/** Pulls busybox, which most builds begin with. */
export async function withBusybox({ dockerode }: TestDaemon): Promise<void> {
  await wholeLines(await dockerode.pull('busybox'))
}
