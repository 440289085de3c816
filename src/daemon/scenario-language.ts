// What understands scenarios and rules and does what they say: a part that is loaded for a daemon that has some.
export { planOf, ruleOf } from '../scenario/read.ts'
export { stepTable } from '../scenario/steps.ts'
export { give } from './given.ts'
