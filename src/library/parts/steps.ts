// History lines as BuildKit and the classic builder write them.
import { secondsFromCivil } from '../../codec/calendar.ts'
import type { LayerEntry, RecipeStep } from '../../registry/recipe.ts'

/** A step of an image that BuildKit built: `RUN /bin/sh -c … # buildkit`. */
export function buildkit(created: number, createdBy: string, entries?: readonly LayerEntry[]): RecipeStep {
  return {
    created,
    createdBy: entries ? `${createdBy} # buildkit` : createdBy,
    comment: 'buildkit.dockerfile.v0',
    ...(entries ? { entries } : {}),
  }
}

/** A step of the classic builder: `/bin/sh -c #(nop)  CMD ["bash"]`. */
export function classic(created: number, instruction: string, entries?: readonly LayerEntry[]): RecipeStep {
  return { created, createdBy: `/bin/sh -c #(nop) ${instruction}`, ...(entries ? { entries } : {}) }
}

/** A moment of a release: `2025-07-15`, as ms since 1970. */
export function released(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return secondsFromCivil(year, month, date) * 1000
}

/** The PATH that official images set. */
export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
