// docker pull mariadb
import type { Recipe } from '../registry/recipe.ts'
import { script } from './parts/entries.ts'
import { mariadbFlavour, mariadbHealthcheck, mysqlEntrypoint } from './parts/mysql-files.ts'
import { mysqlSteps } from './parts/mysql-steps.ts'
import { remembered } from './parts/remembered.ts'
import { PATH, released } from './parts/steps.ts'
import { type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '12.0.2', names: ['latest'], released: '2025-08-07' },
  { version: '11.8.3', names: ['lts'], released: '2025-08-07' },
  { version: '11.4.8', released: '2025-08-07' },
  { version: '10.11.14', released: '2025-08-07' },
  { version: '10.6.23', released: '2025-08-07' },
]

/** The names that MySQL has for them are those of the releases before 11. */
const programsOf = (version: string): Record<string, string> => {
  const names = { 'usr/sbin/mariadbd': 'mysqld', 'usr/bin/mariadb': 'mysql', 'usr/bin/mariadb-admin': 'mysqladmin' }
  const older = { 'usr/sbin/mysqld': 'mysqld', 'usr/bin/mysql': 'mysql', 'usr/bin/mysqladmin': 'mysqladmin' }
  return Number.parseInt(version, 10) < 11 ? { ...names, ...older } : names
}

const recipe = remembered((variant): Recipe => {
  const { version } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-08-07')
  const environment = [`MARIADB_VERSION=1:${version}+maria~ubu2404`]
  return {
    config: {
      ExposedPorts: { '3306/tcp': {} },
      Env: [PATH, 'GOSU_VERSION=1.17', 'LANG=C.UTF-8', ...environment],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mariadbd'],
      Volumes: { '/var/lib/mysql': {} },
      WorkingDir: '/',
    },
    steps: mysqlSteps({
      created,
      environment,
      programs: programsOf(version),
      entrypoint: mysqlEntrypoint(mariadbFlavour),
      command: 'mariadbd',
      scripts: [script('usr/local/bin/healthcheck.sh', mariadbHealthcheck)],
    }),
  }
})

const image: SimulatedImage = {
  description: 'MariaDB, a relational database that began as MySQL.',
  stars: 6_000,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
}
export default image
