// An image in TypeScript: its program is a function.
import type { ImageDeclaration } from '../../../src/index.ts'

const greeter: ImageDeclaration = {
  image: 'example/greeter',
  programs: {
    '/usr/bin/greet': async (process) => {
      await process.write(1, `Hello, ${process.argv[1] ?? 'nobody'}\n`)
      return 0
    },
    '/usr/bin/shout': 'shout',
  },
  files: { '/etc/bytes': Uint8Array.of(1, 2) },
  cmd: ['greet', 'world'],
}
export default greeter
