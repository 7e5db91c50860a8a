import { equal, ok } from 'node:assert/strict'
import { type Held, saidTogether } from '../../../../../cli/local/waiting/ends/said-together.ts'

const some = (count: number, of: (index: number) => Partial<Held>): readonly Held[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `web${index}`
    return {
      name,
      subject: `service/${name} -n shop`,
      stack: 'shop',
      reason: 'Paused',
      message: 'paused',
      ...of(index),
    }
  })

describe('what is said once of several that wait', () => {
  it('is one pause, and whose names they are to have', () => {
    const paused = some(3, () => ({}))
    equal(saidTogether(paused)(paused[1] as Held)?.message, 'web0, web1, web2: paused')
    const taken = some(2, () => ({ reason: 'NameTaken', maker: { project: 'shop' } }))
    equal(
      saidTogether([...paused, ...taken])(taken[0] as Held)?.message,
      'docker compose runs project shop, which holds up web0, web1',
    )
  })

  it('is nothing of what waits alone', () => {
    const all = some(3, (index) => ({ message: `paused since ${index}` }))
    equal(saidTogether(all)(all[0] as Held), undefined)
    const lacking = some(2, () => ({ reason: 'SourceMissing', message: 'it is not there' }))
    equal(saidTogether(lacking)(lacking[0] as Held), undefined)
  })

  for (const [what, of] of [
    ['alike', () => ({})],
    ['each in its own way', (index: number) => ({ message: `paused since ${index}` })],
    ['for one maker', () => ({ reason: 'NameTaken', maker: { project: 'shop' } })],
  ] as const)
    it(`looks at each of many a few times, which wait ${what}`, () => {
      let looks = 0
      const counted = some(1_000, of).map((each) => ({
        ...each,
        get reason() {
          looks++
          return each.reason
        },
      }))
      const together = saidTogether(counted)
      for (const each of counted) together(each)
      ok(looks < 10_000, `${looks} looks`)
    })
})
