import { deepEqual, equal } from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { stateFinding } from '../../../cli/doctor/state.ts'
import { apply } from '../../../cli/local/apply.ts'
import { all, aCore, aRequest, eachHome, serviceText } from '../local/local-core.ts'

describe("the doctor's look at a state", () => {
  let home = ''
  eachHome((core) => {
    home = core.home
    return all(apply(core, aRequest(home, serviceText('web'), {})))
  })

  it('finds one lost that knows nothing of what was applied, with the way back', () => {
    const { level, message, remedy = '' } = stateFinding(home, aCore(home).store)
    deepEqual(
      [level, message],
      ['warning', `${home}/state knows no stack, and ${home}/desired has what was applied of shop: the state was lost`],
    )
    equal(remedy.startsWith('the next apply or serve takes over what runs, without recreating it'), true)
  })

  it('is well with an empty one where nothing was applied', () => {
    const other = join(home, 'other')
    mkdirSync(other)
    const { level, message } = stateFinding(other, aCore(other).store)
    deepEqual([level, message], ['ok', 'it can be read: 0 stacks, 0 tasks'])
  })
})
