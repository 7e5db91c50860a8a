import { CONTAINERD_STORE, releases } from '../support/lab.ts'
import { startDocker } from './docker-subject.ts'
import { engineContract } from './engine.contract.ts'
import { whole } from '../support/share.ts'

for (const [index, release] of [...releases].reverse().entries())
  engineContract({
    name: `Docker of ${release}`,
    make: () => startDocker(release),
    // The newest engine is asked everything; the older ones, which the proofs run on, a share.
    share: whole || index === 0 ? 1 : 3,
  })

engineContract({
  name: 'Docker of sid with the image store of containerd',
  make: () => startDocker('sid', CONTAINERD_STORE),
  ...(whole ? {} : { only: 'images' }),
})
