// reload: the daemon reads its configuration again.
import { described, flag, list, map, record, text, whole } from '../../codec/shape.ts'
import type { Settings } from '../../engine/settings.ts'
import { reloadAttributes } from '../../engine/system/reload.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

/** Some of those that dockerd reloads. */
type Changes = Partial<
  Pick<
    Settings,
    | 'debug'
    | 'defaultRuntime'
    | 'features'
    | 'insecureRegistries'
    | 'labels'
    | 'liveRestore'
    | 'maxConcurrentDownloads'
    | 'maxConcurrentUploads'
    | 'registryMirrors'
    | 'shutdownTimeout'
  >
>

interface Reload {
  readonly settings?: Changes | undefined
  readonly attributes?: Readonly<Record<string, string>> | undefined
}

type Args = null | Reload

const count = whole(0, 1_000_000)

const changes = record<Changes>({
  debug: flag,
  labels: list(text),
  liveRestore: flag,
  shutdownTimeout: whole(-1, 1_000_000),
  defaultRuntime: text,
  features: map(flag),
  insecureRegistries: list(text),
  registryMirrors: list(text),
  maxConcurrentDownloads: count,
  maxConcurrentUploads: count,
})

const step: Step<Args> = {
  summary: 'The daemon reads its settings again, as dockerd does on SIGHUP, and tells of it: the event daemon reload.',
  args: orNothing(
    record<Reload>({
      settings: described(changes, 'What is other than before.'),
      attributes: described(
        map(text),
        'Attributes of the event that are other than the settings; nothing changes then.',
      ),
    }),
  ),
  examples: [nothing, { settings: { debug: true, labels: ['rack=3'] } }, { attributes: { 'live-restore': 'true' } }],
  places: anywhere,
  explain(args) {
    const names = Object.keys(args?.settings ?? {})
    if (args?.attributes) return 'tell that the daemon has read its settings again'
    return `let the daemon read its settings again${names.length > 0 ? `, with other ${names.join(', ')}` : ''}`
  },
  run(args, moment) {
    const { engine } = moment
    if (args?.attributes) {
      const attributes = { ...reloadAttributes(engine), ...args.attributes }
      engine.world.events.publish({ type: 'daemon', action: 'reload', id: engine.id, attributes })
    } else {
      const { daemon } = moment.controls
      if (!daemon) throw impossible(moment, 'this daemon cannot read its settings again')
      try {
        daemon.reload(args?.settings ?? {})
      } catch (error) {
        throw impossible(moment, (error as Error).message)
      }
    }
    moment.tell('the daemon read its settings again')
  },
}
export default step
