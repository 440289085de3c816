// All options of the command, in the groups that its help shows.
import { containers } from './containers.ts'
import { listening } from './listening.ts'
import { networks } from './networks.ts'
import type { Options, ValuesOf } from './option.ts'
import { command, faultsAndControl, imagesAndPrograms, simulatedHost, simulation } from './own.ts'
import { registries } from './registries.ts'
import { retired } from './retired.ts'
import { running } from './running.ts'
import { storing } from './storing.ts'

export interface OptionGroup {
  readonly title: string
  readonly options: Options
}

/**
 * Those of dockerd: also the keys of its daemon.json. differs: those of all its releases, whichever engine it is.
 */
export const dockerdGroups: readonly OptionGroup[] = [
  { title: 'Where it listens', options: listening },
  { title: 'How it runs', options: running },
  { title: 'What it keeps', options: storing },
  { title: 'Containers', options: containers },
  { title: 'Networks', options: networks },
  { title: 'Registries', options: registries },
  { title: 'No longer in new releases', options: retired },
]

export const ownGroups: readonly OptionGroup[] = [
  { title: 'What is simulated', options: simulation },
  { title: 'Images and programs', options: imagesAndPrograms },
  { title: 'The simulated host', options: simulatedHost },
  { title: 'Faults and control', options: faultsAndControl },
  { title: 'The command', options: command },
]

export const dockerdOptions: Options = optionsOf(dockerdGroups)
export const ownOptions: Options = optionsOf(ownGroups)

/** Of both kinds, by flag. */
export const allOptions: Options = { ...dockerdOptions, ...ownOptions }

function optionsOf(groups: readonly OptionGroup[]): Options {
  return Object.assign({}, ...groups.map(({ options }) => options)) as Options
}

/** What was said on the command line, in the environment and in daemon.json; absent is what nobody said. */
export interface CommandOptions
  extends ValuesOf<typeof listening>,
    ValuesOf<typeof running>,
    ValuesOf<typeof storing>,
    ValuesOf<typeof containers>,
    ValuesOf<typeof networks>,
    ValuesOf<typeof registries>,
    ValuesOf<typeof retired>,
    ValuesOf<typeof simulation>,
    ValuesOf<typeof imagesAndPrograms>,
    ValuesOf<typeof simulatedHost>,
    ValuesOf<typeof faultsAndControl>,
    ValuesOf<typeof command> {}
