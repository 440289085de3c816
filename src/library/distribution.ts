// docker pull distribution/distribution
import { registryImage } from './parts/registry-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = registryImage([{ version: '3.0.0', released: '2025-04-03' }], 30)
export default image
