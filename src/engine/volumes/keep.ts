// Volumes as records, and those of an earlier run out of them. What they hold is kept beside, as trees.
import { fieldsOf, numberOf, textOf } from '../../storage/data-root/parse.ts'
import type { Shelf } from '../../storage/store.ts'
import type { Volume } from './volume.ts'

export type VolumeRecord = Pick<Volume, 'name' | 'driver' | 'created' | 'labels' | 'options' | 'anonymous'>

export function volumeRecord({ name, driver, created, labels, options, anonymous }: Volume): VolumeRecord {
  return { name, driver, created, labels, options, anonymous }
}

/** The volumes of earlier runs, the older first. */
export function knownVolumes(shelf: Shelf): VolumeRecord[] {
  const volumes: VolumeRecord[] = []
  for (const value of shelf.all()) {
    let name = 'unknown'
    try {
      const fields = fieldsOf(value)
      name = textOf(fields, 'name')
      const { labels, options } = fields
      volumes.push({
        name,
        driver: textOf(fields, 'driver'),
        created: numberOf(fields, 'created'),
        labels: labels === null ? null : textsOf(labels),
        options: options === null ? null : textsOf(options),
        anonymous: fields.anonymous === true,
      })
    } catch (error) {
      shelf.refuse(name, error)
    }
  }
  return volumes.sort((one, other) => one.created - other.created)
}

function textsOf(value: unknown): Record<string, string> {
  const fields = fieldsOf(value)
  return Object.fromEntries(Object.keys(fields).map((name) => [name, textOf(fields, name)]))
}
