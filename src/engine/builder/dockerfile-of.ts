// Finds the Dockerfile of a build (moby daemon/builder/remotecontext/detect.go).
import { downloadFailure } from '../../registry/network.ts'
import { broken, invalid, Refusal } from '../../world/refusal.ts'
import { type Lines, readLines } from '../dockerfile/lines.ts'
import type { BuildContext } from './build-context.ts'
import { isIgnored } from './ignored.ts'

const usualName = 'Dockerfile'

/** Refuses contexts that are to be fetched: nobody is there to fetch them from. */
export function checkRemote(remote: string): void {
  if (remote === '') return
  if (remote === 'client-session') {
    throw invalid(
      'experimental session with v1 builder is no longer supported, use builder version v2 (BuildKit) instead',
    )
  }
  const isWeb = /^https?:\/\//.test(remote)
  if ((isWeb && /\.git(?:#.+)?$/.test(remote)) || /^(git:\/\/|github\.com\/|git@)/.test(remote)) {
    // differs: no repository is cloned; dockerd says what its git says of the host
    throw broken(`error fetching: fatal: unable to access '${remote.replace(/#.*$/, '')}': exit status 128`)
  }
  if (!isWeb) throw broken(`remoteURL (${remote}) could not be recognized as URL`)
  throw broken(`error downloading remote context ${remote}: ${downloadFailure(remote)}`)
}

/** Its lines. What .dockerignore says of it and of itself is done then: the client had to send them. */
export function dockerfileOf(context: BuildContext, name: string): Lines {
  const wanted = name || usualName
  const text = context.text(wanted)
  if (text === undefined) {
    if (wanted === usualName && context.text(usualName.toLowerCase()) !== undefined) {
      return dockerfileOf(context, usualName.toLowerCase())
    }
    throw broken(`Cannot locate specified Dockerfile: ${wanted}`)
  }
  if (text === '') throw invalid(`the Dockerfile (${wanted}) cannot be empty`)
  const lines = parsed(wanted, text)
  const ignore = context.text('.dockerignore')
  if (ignore !== undefined) {
    for (const file of ['.dockerignore', wanted]) if (isIgnored(ignore, file)) context.remove(file)
  }
  return lines
}

function parsed(name: string, text: string): Lines {
  try {
    return readLines(text)
  } catch (error) {
    throw error instanceof Refusal ? invalid(`failed to parse ${name}: ${error.message}`) : error
  }
}
