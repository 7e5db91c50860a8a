import { deepEqual, equal, throws } from 'node:assert/strict'
import { applyRequest, logsRequest, planRequest } from '../../../api/server/requests.ts'

const { signal } = new AbortController()
const body = { sources: [], cwd: '/shop' }

describe('what an apply is asked over the API', () => {
  it('has single services, replicas and new tasks as they were said', () => {
    const asked = {
      only: { services: ['web'], noDeps: true },
      scale: { web: 2, db: 0 },
      large: true,
      recreate: true,
      prune: true,
    }
    for (const read of [applyRequest, planRequest]) {
      const { only, scale, large, recreate, prune } = read({ ...body, ...asked }, signal)
      deepEqual({ only, scale, large, recreate, prune }, asked)
    }
    const plain = applyRequest({ ...body, only: { services: [], noDeps: false }, recreate: false }, signal)
    deepEqual(plain.only, { services: [] })
    equal(plain.recreate, undefined)
  })

  for (const [wrong, says] of [
    [{ only: 'web' }, /only must be an object/],
    [{ only: { services: 'web' } }, /services must be a list of texts/],
    [{ scale: { web: 1.5 } }, /scale\.web must be a whole number/],
    [{ scale: { web: '2' } }, /scale\.web must be a whole number/],
    [{ scale: [] }, /scale must be an object/],
  ] as const)
    it(`refuses ${JSON.stringify(wrong)}`, () => throws(() => applyRequest({ ...body, ...wrong }, signal), says))
})

describe('what logs are asked over the API', () => {
  for (const [wrong, says] of [
    [{ tail: -5 }, /^BadRequest: tail must be a whole number from 0$/],
    [{ tail: 1.5 }, /tail must be a whole number from 0/],
    [{ since: 1e300 }, /^BadRequest: since must be a time, in ms since 1970$/],
    [{ until: -1e300 }, /until must be a time, in ms since 1970/],
    [{ until: 'now' }, /until must be a time, in ms since 1970/],
  ] as const)
    it(`refuses ${JSON.stringify(wrong)}`, () =>
      throws(
        () => logsRequest({ refs: [], ...wrong }, signal),
        (error: Error & { readonly reason?: string }) => says.test(`${error.reason}: ${error.message}`),
      ))

  it('is all of it where it begins before 1970', () => {
    const { since, tail } = logsRequest({ refs: [], since: -1_000, tail: 0 }, signal)
    deepEqual({ since, tail }, { since: 0, tail: 0 })
  })
})
