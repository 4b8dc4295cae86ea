import { afterAll, beforeAll, describe } from 'vitest'
import { errorBehaviours } from './behaviours/errors'
import { eventBehaviours } from './behaviours/events'
import { flowBehaviours } from './behaviours/flow'
import { stepBehaviours } from './behaviours/steps'
import { failingFunctions } from './support/failing-functions'
import { flowFunctions } from './support/flow-functions'
import { type Harness, startOverHttp } from './support/harness'
import { stepFunctions } from './support/step-functions'

describe('the embedded executor, over signed HTTP', () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await startOverHttp((client) => [
      ...stepFunctions(client),
      ...failingFunctions(client),
      ...flowFunctions(client),
    ])
  })
  afterAll(() => harness.stop())

  stepBehaviours(() => harness)
  errorBehaviours(() => harness)
  eventBehaviours(() => harness)
  flowBehaviours(() => harness)
})
