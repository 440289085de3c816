// The operations on builds.
import type { BuildRequest } from '../engine/builder/request.ts'
import type { Engine } from '../engine/engine.ts'
import { type ProgressLine, progressStream } from '../engine/progress.ts'
import { inWordsOf } from '../engine/words.ts'
import { broken, invalid, unsupported } from '../world/refusal.ts'
import { buildRequest } from './build-request.ts'
import type { OperationTable } from './handler.ts'
import { empty } from './reply.ts'

export const buildOperations: Pick<OperationTable, 'BuildCancel' | 'ImageBuild'> = {
  async ImageBuild(engine, call) {
    const request = buildRequest(call, engine.persona.json.style, engine.settings.now.experimental)
    // differs: BuildKit builds a Dockerfile in another way; only the classic builder is simulated
    if (call.query.version === '2')
      throw unsupported('mockerd does not simulate BuildKit: build with DOCKER_BUILDKIT=0')
    const chunks = call.query.q
      ? await quietly(engine, request, call.signal)
      : await progressStream(
          engine.persona,
          async (report, signal) => {
            let begun = false
            const note = (line: ProgressLine): ReturnType<typeof report> => {
              begun = true
              return report(line)
            }
            await engine.builds.build(request, note, signal).catch((error: unknown) => {
              if (!begun) throw error
              report(failureLine(engine, error))
            })
          },
          call.signal,
        )
    return { kind: 'stream', status: 200, type: 'application/json', chunks }
  },

  // only builds of BuildKit can be cancelled so, and dockerd does not tell whether there was one of that id
  BuildCancel: ({ persona }, { query }) => {
    const refuse = persona.differences.has('wrong-filter-values-are-failures') ? broken : invalid
    if (!query.id) throw refuse('build ID not provided')
    return empty(200, { 'Content-Type': 'application/json' })
  },
}

/** Tells the id alone in the end, or everything when it goes wrong. */
function quietly(engine: Engine, request: BuildRequest, signal: AbortSignal): Promise<AsyncIterable<string>> {
  return progressStream(
    engine.persona,
    async (report, inner) => {
      const kept: ProgressLine[] = []
      const keep = (line: ProgressLine): undefined => void kept.push(line)
      try {
        report({ stream: `${await engine.builds.build(request, keep, inner)}\n` })
      } catch (error) {
        if (kept.length === 0) throw error
        for (const line of kept) await report(line)
        report(failureLine(engine, error))
      }
    },
    signal,
  )
}

/** How a build ended that had begun; clients end with the code of a step that failed. */
function failureLine({ persona }: Engine, error: unknown): ProgressLine {
  const { message: said, code } = error as { readonly message: string; readonly code?: unknown }
  const message = inWordsOf(persona.words, said)
  return { errorDetail: { ...(typeof code === 'number' && { code }), message }, error: message }
}
