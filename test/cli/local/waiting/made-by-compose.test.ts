import { deepEqual, equal } from 'node:assert/strict'
import { madeByCompose } from '../../../../cli/local/waiting/made-by-compose.ts'
import { adoptRemedy } from '../../../../controllers/adoption/remedy.ts'

const held = (name: string, project = 'shop') => ({
  ...{ name, stack: project, message: `0 of 1 ready; a network shop_back that ${adoptRemedy(project, project)}` },
})

describe('an apply whose names docker compose has', () => {
  it('ends with one line for all of them, and with the command that takes them over', () => {
    const names = ['Network shop/back', 'Network shop/front', 'Service shop/web', 'Service shop/db']
    const all = [...names.map((name) => held(name)), held('Service blog/web', 'blog')]
    const { exit, message, remedy } = madeByCompose(held('Network shop/back'), all) ?? {}
    deepEqual(
      [exit, message],
      [
        1,
        'docker compose runs project shop, and has the names of Network shop/back, Network shop/front, Service shop/web and 1 more',
      ],
    )
    equal(
      remedy,
      '`reconcile adopt shop` with the same files takes it over as it runs (`reconcile plan --adopt` says how); or end it: docker compose -p shop down',
    )
  })

  it('is none where another project, or nobody, has them', () => {
    equal(adoptRemedy('shop', 'blog'), undefined)
    const other = {
      name: 'Network shop/back',
      stack: 'shop',
      message: 'local has a network shop_back that is not ours: remove it',
    }
    equal(madeByCompose(other, [other, held('Network shop/front')]), undefined)
  })
})
