// docker pull debian
import type { RecipeStep } from '../registry/recipe.ts'
import { debianTree } from './parts/debian-base.ts'
import { remembered } from './parts/remembered.ts'
import { PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: Record<string, { version: string; created: number }> = {
  bullseye: { version: '11.11', created: released('2025-07-21') },
  bookworm: { version: '12.11', created: released('2025-07-21') },
  trixie: { version: '13.0', created: released('2025-08-11') },
}

/** The steps of `debian:<codename>` or `debian:<codename>-slim`, for images that build on it too. */
export const debianBase: (variant: string) => readonly RecipeStep[] = remembered((variant) => {
  const slim = variant.endsWith('-slim')
  const codename = variant.replace('-slim', '')
  const { version, created } = releases[codename]!
  const entries = debianTree({
    id: 'debian',
    version,
    codename,
    pretty: `Debian GNU/Linux ${version.split('.')[0]} (${codename})`,
    // a name that leads nowhere: nothing in a container reaches a network
    mirror: 'http://debian.example/debian',
    slim,
  })
  const out = slim ? 'out/ --include=usr-is-merged' : 'out/'
  const createdBy = `# debian.sh --arch 'amd64' ${out} '${codename}' '@${created / 1000}'`
  return [{ created, createdBy, comment: 'debuerreotype 0.16', entries }]
})

const newest = 'bookworm'
const tags: Record<string, string> = {}
for (const [codename, { version }] of Object.entries(releases)) {
  const major = version.split('.')[0]!
  for (const name of [codename, major, version]) {
    tags[name] = codename
    tags[`${name}-slim`] = `${codename}-slim`
  }
}
Object.assign(tags, { latest: newest, stable: newest, 'stable-slim': `${newest}-slim`, oldstable: 'bullseye' })

const image: SimulatedImage = {
  description: 'Base image of the Debian distribution.',
  stars: 5200,
  tags,
  recipe: remembered((variant) => ({ config: { Env: [PATH], Cmd: ['bash'] }, steps: debianBase(variant) })),
}
export default image
