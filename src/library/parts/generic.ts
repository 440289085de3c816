// The image that is served for a name and tag that the library does not have: Alpine with a shell.
import type { Recipe } from '../../registry/recipe.ts'
import { alpineBase } from './alpine-base.ts'
import { file } from './entries.ts'
import { remembered } from './remembered.ts'
import { buildkit, PATH, released } from './steps.ts'

const created = released('2025-08-01')

/** Names are the client's choice: not all that were ever asked for are kept. */
const KEPT = 200

/** Each `name:tag` is an image of its own: it says in a file and a label which one it is. */
export const generic: (reference: string) => Recipe = remembered(
  (reference) => ({
    config: {
      Env: [PATH],
      Cmd: ['sh'],
      WorkingDir: '/',
      Labels: { 'mockerd.generic': reference },
    },
    steps: [
      ...alpineBase('3.22'),
      buildkit(created, `LABEL mockerd.generic=${reference}`),
      buildkit(created, 'COPY image /etc/', [file('etc/mockerd-image', `${reference}\n`)]),
      buildkit(created, 'CMD ["sh"]'),
    ],
  }),
  KEPT,
)
