import { deepEqual, equal } from 'node:assert/strict'
import { madeByOthers } from '../../../../../cli/local/waiting/ends/made-by-others.ts'
import { makerOf } from '../../../../../controllers/adoption/remedy.ts'

const held = (name: string, project = 'shop') => ({
  ...{ name, stack: project, message: '0 of 1 ready; its name is taken', maker: { project } },
})

describe('an apply whose names others have', () => {
  it('ends with one line for all of them, and with the command that takes them over', () => {
    const names = ['Network shop/back', 'Network shop/front', 'Service shop/web', 'Service shop/db']
    const all = [...names.map((name) => held(name)), held('Service blog/web', 'blog')]
    const { message, remedy } = madeByOthers(held('Network shop/back'), all) ?? {}
    equal(
      message,
      'docker compose runs project shop, which holds up Network shop/back, Network shop/front, Service shop/web and 1 more',
    )
    equal(
      remedy,
      '`reconcile adopt shop` with the same files takes it over as it runs (`reconcile plan --adopt` says how); or end it: docker compose -p shop down',
    )
  })

  it('is none where another project of docker compose, or nobody known, has them', () => {
    for (const maker of [{ project: 'blog' }, undefined]) {
      const other = { ...held('Network shop/back'), maker }
      equal(madeByOthers(other, [other, held('Network shop/front')]), undefined)
    }
  })

  it('names the other installation that has them, and neither an adoption nor docker compose as the way', () => {
    const labels = {
      'com.docker.compose.project': 'shop',
      'reconcile.dev/installation': 'three',
      'reconcile.dev/stack': 'shop',
    }
    const made = (name: string) => ({ ...held(name), maker: makerOf(labels) })
    const all = [made('Network shop/back'), held('Network shop/front'), made('Service shop/db')]
    deepEqual(madeByOthers(made('Network shop/back'), all), {
      message:
        'another reconcile installation, three, runs its stack shop here, and has the names of Network shop/back, Service shop/db',
      remedy:
        'delete it there, `reconcile delete --stack shop` with its RECONCILE_HOME, or give this stack another name',
    })
  })
})
