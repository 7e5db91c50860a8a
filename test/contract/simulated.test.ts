import { engineContract } from './engine.contract.ts'
import { startSimulated } from './simulated-subject.ts'

for (const apiVersion of ['1.41', '1.51']) {
  engineContract({ name: `a simulated host at API ${apiVersion}`, make: () => startSimulated(apiVersion) })
}
