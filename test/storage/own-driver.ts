// A storage driver as users bring their own: docs/storage.md shows it.
import { type DriverFactory, layeredDriver, plainLayout } from '../../src/index.ts'

const lvm: DriverFactory = (options) =>
  layeredDriver(
    {
      name: 'lvm',
      layout: { ...plainLayout, rule: 'block', blockSize: 512 * 1024 },
      describe: ({ directory }) => ({ Volume: `/dev/docker/${directory}` }),
      status: () => [['Volume Group', 'docker']],
    },
    options,
  )
export default lvm
