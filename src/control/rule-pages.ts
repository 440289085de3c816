// The pages of rules: listed, added, switched, taken away; and scenarios and steps, which bring some.
import type { Request, Router } from 'express'
import { anything, flag, record } from '../codec/shape.ts'
import { missing } from '../world/refusal.ts'
import { bodyOf, sourceOf } from './body.ts'
import type { ControlledRules, RuleSwitch } from './controlled.ts'

const change = record<{ readonly enabled: boolean }>({ enabled: flag }, ['enabled'])
const steps = record<{ readonly do: unknown }>({ do: anything }, ['do'])

export function mountRules(router: Router, rules: ControlledRules): void {
  const named = ({ params }: Request<{ name: string }>): RuleSwitch => {
    const rule = rules.find(params.name)
    if (!rule) throw missing(`there is no rule "${params.name}"`)
    return rule
  }
  router
    .route('/rules')
    .get((_request, response) => {
      response.json({ rules: rules.list(), unused: rules.unused().map(({ name }) => name) })
    })
    .post(async (request, response) => {
      const rule = await rules.add(sourceOf(request))
      response.status(201).json(rule.report)
    })
    .delete((_request, response) => {
      for (const { name } of rules.list()) rules.find(name)?.remove()
      response.status(204).end()
    })
  router
    .route('/rules/:name')
    .get((request, response) => void response.json(named(request).report))
    .patch((request, response) => {
      const rule = named(request)
      if (bodyOf(request, change).enabled) rule.enable()
      else rule.disable()
      response.json(rule.report)
    })
    .delete((request, response) => {
      named(request).remove()
      response.status(204).end()
    })
  router.post('/scenarios', async (request, response) => {
    const reports = (await rules.play(sourceOf(request))).map(({ report }) => report)
    const unused = reports.filter(({ enabled, optional, hits }) => enabled && !optional && hits === 0)
    response.status(201).json({ rules: reports, unused: unused.map(({ name }) => name) })
  })
  router.post('/steps', (request, response) => {
    rules.run(bodyOf(request, steps).do)
    response.status(202).end()
  })
}
