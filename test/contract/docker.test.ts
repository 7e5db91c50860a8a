import { releases } from '../support/lab.ts'
import { startDocker } from './docker-subject.ts'
import { engineContract } from './engine.contract.ts'

for (const release of releases) engineContract({ name: `Docker of ${release}`, make: () => startDocker(release) })
