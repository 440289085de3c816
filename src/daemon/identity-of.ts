// How a daemon introduces itself in the heads of its replies.
import type { Engine } from '../engine/engine.ts'
import type { Identity } from '../http/identity.ts'

export const identityOf = ({ persona, settings }: Engine): Identity => ({
  server: `${persona.podman ? 'Libpod' : 'Docker'}/${persona.version} (linux)`,
  apiVersion: persona.apiVersion,
  minApiVersion: persona.minApiVersion,
  osType: 'linux',
  experimental: settings.now.experimental,
  jsonErrorsOnly: persona.differences.has('old-clients-get-json-errors'),
  libpod: persona.podman && persona.version,
})
