// docker pull registry
import { registryImage } from './parts/registry-image.ts'
import { registry } from './programs/registry.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases = [
  { version: '3.0.0', released: '2025-04-03' },
  { version: '2.8.3', released: '2023-10-02' },
]

const image: SimulatedImage = { ...registryImage(releases, 4_200), programs: { registry } }
export default image
