// The base layers of images that come on Debian or on Alpine, and what differs between the two.
import type { LayerEntry, RecipeStep } from '../../registry/recipe.ts'
import { debianBase } from '../debian.ts'
import type { Account, Group } from './accounts.ts'
import { alpineAccounts, alpineBase } from './alpine-base.ts'
import { debianAccounts } from './debian-base.ts'
import type { Base } from './version-tags.ts'

/** The steps that an image on this base begins with. */
export const baseSteps = (base: Base): readonly RecipeStep[] =>
  base === 'alpine' ? alpineBase('3.22') : debianBase('bookworm-slim')

/** The account files of this base with more users and groups. */
export const baseAccounts = (base: Base, users: readonly Account[], groups: readonly Group[] = []): LayerEntry[] =>
  base === 'alpine' ? alpineAccounts(users, groups) : debianAccounts(users, groups)
