// reload: the daemon reads its settings again.
import { described, map, record, text } from '../../codec/shape.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'

interface Reload {
  readonly attributes?: Readonly<Record<string, string>> | undefined
}

type Args = null | Reload

/** What dockerd tells with usual settings (moby daemon/reload.go, reload_unix.go). */
const usual = {
  debug: 'false',
  'default-cgroupns-mode': 'private',
  'default-ipc-mode': 'private',
  'default-runtime': 'runc',
  'default-shm-size': '67108864',
  'insecure-registries': '[]',
  labels: '[]',
  'live-restore': 'false',
  'max-concurrent-downloads': '3',
  'max-concurrent-uploads': '5',
  'max-download-attempts': '5',
  'registry-mirrors': '[]',
  'shutdown-timeout': '15',
}

const step: Step<Args> = {
  summary: 'Tells that the daemon has read its settings again: the event daemon reload.',
  args: orNothing(record<Reload>({ attributes: described(map(text), 'Settings that are other than usual.') })),
  examples: [nothing, { attributes: { 'live-restore': 'true' } }],
  places: anywhere,
  explain: () => 'tell that the daemon has read its settings again',
  run(args, moment) {
    const { engine } = moment
    const attributes = { ...usual, name: engine.host.name, ...args?.attributes }
    engine.world.events.publish({ type: 'daemon', action: 'reload', id: engine.id, attributes })
    moment.tell('the daemon read its settings again')
  },
}
export default step
