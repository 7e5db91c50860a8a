import { deepEqual } from 'node:assert/strict'
import { decodeInfo } from '../../engine/docker/info.ts'

describe('the info of an engine', () => {
  it('tells whether it remaps users', () => {
    const remaps = (SecurityOptions: unknown) => decodeInfo({ SecurityOptions }, '1.51').remapsUsers
    const seccomp = 'name=seccomp,profile=builtin'
    deepEqual([[seccomp, 'name=userns'], [seccomp], ['name=rootless'], null].map(remaps), [true, false, false, false])
  })
})
