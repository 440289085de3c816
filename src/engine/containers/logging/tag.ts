// `--log-opt tag=`: a template of Go's with facts of the container (moby daemon/logger/loggerutils/log_tag.go).
import type { Container } from '../container.ts'

/** What can be asked for (moby daemon/logger/loginfo.go: Info and its methods). */
const facts: Readonly<Record<string, (container: Container) => string>> = {
  ID: ({ id }) => id.slice(0, 12),
  FullID: ({ id }) => id,
  ContainerID: ({ id }) => id,
  Name: ({ name }) => name,
  ContainerName: ({ name }) => `/${name}`,
  ImageID: ({ imageId }) => imageId.slice(0, 12),
  ImageFullID: ({ imageId }) => imageId,
  ContainerImageID: ({ imageId }) => imageId,
  ImageName: ({ config }) => config.Image,
  ContainerImageName: ({ config }) => config.Image,
  DaemonName: () => 'docker',
  Command: ({ config }) => [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])].join(' '),
}

const changes: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  json: (text) => JSON.stringify(text),
  print: (text) => text,
}

/** `.Name`, `upper .Name`: a function, if any, and what it is given. */
const FORM = /^(?:([A-Za-z]\w*) )?\.(\w+)$/

/** A piece of a template: plain text, or what stands between `{{` and `}}`. */
type Piece = { readonly text: string } | { readonly action: string; readonly at: number }

/** Undefined if an action has no end. */
function piecesOf(template: string): Piece[] | undefined {
  const pieces: Piece[] = []
  let at = 0
  for (;;) {
    const start = template.indexOf('{{', at)
    if (start < 0) return [...pieces, { text: template.slice(at) }]
    const end = template.indexOf('}}', start)
    if (end < 0) return undefined
    pieces.push({ text: template.slice(at, start) }, { action: template.slice(start + 2, end).trim(), at: start + 2 })
    at = end + 2
  }
}

/** What Go says of a template that cannot be read or filled in, or undefined. */
export function tagProblem(template: string): string | undefined {
  const pieces = piecesOf(template)
  if (!pieces) return 'template: log-tag:1: unclosed action'
  for (const piece of pieces) {
    if ('text' in piece) continue
    const [, name, fact] = FORM.exec(piece.action) ?? []
    if (name !== undefined && !Object.hasOwn(changes, name)) {
      return `template: log-tag:1: function "${name}" not defined`
    }
    if (fact === undefined || Object.hasOwn(facts, fact)) continue
    const column = template.indexOf('.', piece.at)
    return `template: log-tag:1:${column}: executing "log-tag" at <.${fact}>: can't evaluate field ${fact} in type *logger.Info`
  }
  return undefined
}

/** The template filled in; what is no plain fact stays away. */
export const tagOf = (template: string, container: Container): string =>
  (piecesOf(template) ?? [])
    .map((piece) => {
      if ('text' in piece) return piece.text
      const [, name = 'print', fact = ''] = FORM.exec(piece.action) ?? []
      const value = Object.hasOwn(facts, fact) ? facts[fact]!(container) : ''
      return Object.hasOwn(changes, name) ? changes[name]!(value) : ''
    })
    .join('')
