import { deepEqual, doesNotMatch, equal } from 'node:assert/strict'
import { parseImageReference } from '../../api/v1/image-reference.ts'
import { allAuths, authFor, readPullSecret } from '../../engine/registry-auth.ts'

const encoded = (text: string) => Buffer.from(text).toString('base64')
const read = (config: unknown) =>
  readPullSecret(Buffer.from(typeof config === 'string' ? config : JSON.stringify(config)))

describe('a Secret with logins for registries', () => {
  const logins: readonly [image: string, keys: readonly string[], used: string | undefined][] = [
    ['r.example/a', ['r.example'], 'r.example'],
    ['r.example/a', ['https://r.example/v2/'], 'https://r.example/v2/'],
    ['r.example:5000/a', ['r.example', 'r.example:5000'], 'r.example:5000'],
    ['r.example/a', ['r.example:5000'], undefined],
    ['redis', ['https://index.docker.io/v1/'], 'https://index.docker.io/v1/'],
    ['me/app', ['docker.io'], 'docker.io'],
    ['r.example/team/app', ['r.example', 'r.example/team', 'r.example/other'], 'r.example/team'],
    [
      'r.example/team/app',
      ['https://registry.r.example/v2/', 'https://r.example/v2/', 'r.example/team'],
      'r.example/team',
    ],
    ['acme/app', ['https://index.docker.io/v1/', 'docker.io/acme'], 'docker.io/acme'],
    ['r.example.com/app', ['*.example.com', 'r.example.com'], 'r.example.com'],
    ['r.example.com/app', ['r*r.example.com', '*.example.com'], '*.example.com'],
    ['long.example.com/app', ['*.example.com', 'long*.example.com'], 'long*.example.com'],
    ['r.example/a/b', ['r.example/v2/a/', 'r.example'], 'r.example/v2/a/'],
    ['r.example/teams/app', ['r.example/team'], undefined],
    ['1.dkr.ecr.eu.amazonaws.com/app', ['*.dkr.ecr.*.amazonaws.com'], '*.dkr.ecr.*.amazonaws.com'],
    ['a.b.example/app', ['*.example'], undefined],
    ['abc.example/app', ['a*c.example'], 'a*c.example'],
    ['ac.example/app', ['ac*c.example'], undefined],
  ]
  for (const [image, keys, used] of logins)
    it(`with ${keys.join(', ')} has for ${image} that of ${used ?? 'none'}`, () => {
      const found = read({ auths: Object.fromEntries(keys.map((key) => [key, { auth: encoded(`me:${key}`) }])) })
      const reference = parseImageReference(image)
      const auth = 'auths' in found && reference ? authFor(found.auths, reference) : undefined
      equal(auth?.password, used)
    })

  const wrong: readonly [config: unknown, why: string][] = [
    ['{"auths": {"r.example": {"auth": "hunter2', 'it is not JSON'],
    ['hunter2', 'it is not JSON'],
    [['hunter2'], 'it is not JSON'],
    [{ 'r.example': { auth: 'hunter2' } }, 'it has no `auths`'],
    [{ credsStore: 'hunter2' }, 'it names a credential helper in place of the logins, and none is run for a Secret'],
    [{ auths: { 'r.example': {} } }, 'its entry for r.example has no login (`auth`)'],
    [{ auths: { 'r.example': { auth: 'hunter2' } } }, 'its entry for r.example has no login (`auth`)'],
    [{ auths: { 'r.example': { password: 7, username: 'hunter2' } } }, 'its entry for r.example has no login (`auth`)'],
  ]
  for (const [config, why] of wrong)
    it(`that is ${JSON.stringify(config)} is refused, and none of it shown`, () => {
      deepEqual(read(config), { wrong: why })
      doesNotMatch(why, /hunter2/)
    })

  it('is known to a build by each of its registries, but for patterns', () => {
    const keys = ['docker.io', 'https://r.example/v1/', '*.example']
    const found = read({ auths: Object.fromEntries(keys.map((key) => [key, { username: 'me', password: key }])) })
    const all = 'auths' in found ? allAuths(found.auths) : {}
    deepEqual(Object.keys(all), ['https://index.docker.io/v1/', 'r.example'])
    equal(all['r.example']?.serveraddress, 'r.example')
  })

  it('is known to a build for a whole registry by the key that is for most of it', () => {
    const keys = ['r.example/team', 'https://r.example/v2/', 'r.example/team/app', 's.example/a/b', 's.example/a']
    const found = read({ auths: Object.fromEntries(keys.map((key) => [key, { username: 'me', password: key }])) })
    const all = 'auths' in found ? allAuths(found.auths) : {}
    deepEqual([all['r.example']?.password, all['s.example']?.password], ['https://r.example/v2/', 's.example/a'])
  })
})
