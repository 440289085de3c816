// docker pull python
import { compilers, languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Python, a language for programs of every size.',
  stars: 9900,
  releases: [
    { version: '3.13.7', names: ['latest'], released: '2025-08-14' },
    { version: '3.12.11', released: '2025-06-03' },
    { version: '3.11.13', released: '2025-06-03' },
    { version: '3.10.18', released: '2025-06-03' },
    { version: '3.9.23', released: '2025-06-03' },
  ],
  env: (version) => ['LANG=C.UTF-8', `PYTHON_VERSION=${version}`],
  executables: {
    'usr/local/bin/pip': 'pip',
    'usr/local/bin/pip3': 'pip',
    'usr/local/bin/python': 'python',
    'usr/local/bin/python3': 'python',
  },
  tools: compilers,
  cmd: ['python3'],
})
export default image
