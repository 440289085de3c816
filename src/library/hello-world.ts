// docker pull hello-world
import type { Program } from '../runtime/process.ts'
import { executable } from './parts/entries.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const greeting = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

What happened until you could read this:
 1. The Docker client asked the Docker daemon to run the image "hello-world".
 2. The daemon did not have it and pulled it from Docker Hub.
    (amd64)
 3. The daemon made a new container of that image and started the program that
    prints what you are reading.
 4. The daemon handed the output to the Docker client, which sent it to your
    terminal.

For something with a shell in it, run an Ubuntu container:
 $ docker run -it ubuntu bash

(This daemon is mockerd: nothing ran outside of its memory.)

`

const hello: Program = async (process) => {
  await process.write(1, greeting)
  return 0
}

const created = released('2025-01-22')
const steps = [buildkit(created, 'COPY hello /', [executable('hello', 'hello')]), buildkit(created, 'CMD ["/hello"]')]

const image: SimulatedImage = {
  description: 'The smallest image that shows that everything works.',
  stars: 2400,
  tags: { latest: 'linux', linux: 'linux' },
  recipe: () => ({ config: { Env: [PATH], Cmd: ['/hello'], WorkingDir: '/' }, steps }),
  programs: { hello },
}
export default image
