import { equal } from 'node:assert/strict'
import { planTask } from '../../../../controllers/task/plan.ts'
import { aContainer, aTaskView } from '../../../support/builders.ts'

describe('a task whose health check has not passed yet', () => {
  it('says why, where its engine could not run it', () => {
    const probe = { exitCode: -1, output: 'connection refused' }
    const said = (more: object) => planTask(aTaskView({ containers: [aContainer({ health: 'starting', ...more })] }))
    equal(said({ probe }).message, "it runs, and its health check can't be run: connection refused")
    equal(said({}).message, 'it runs, and its health check has not passed yet')
  })
})
