import { CONTAINERD_STORE, releases } from '../support/lab.ts'
import { startDocker } from './docker-subject.ts'
import { engineContract } from './engine.contract.ts'
import { whole } from '../support/share.ts'

/** Each test runs on one engine: three quarters on the newest, one on the older. */
const isOfOlder = (test: number) => test % 4 === 1

for (const [index, release] of [...releases].reverse().entries())
  engineContract({
    name: `Docker of ${release}`,
    make: () => startDocker(release),
    ...(whole || releases.length === 1 ? {} : { share: (test) => isOfOlder(test) === index > 0 }),
  })

engineContract({
  name: 'Docker of sid with the image store of containerd',
  make: () => startDocker('sid', { dockerd: CONTAINERD_STORE }),
  ...(whole ? {} : { only: 'images' }),
})

engineContract({
  name: 'Docker of sid over ssh',
  make: () => startDocker('sid', { overSsh: true }),
  ...(whole ? {} : { share: (test) => test % 8 === 3 }),
})
