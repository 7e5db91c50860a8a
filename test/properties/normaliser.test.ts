import { releases } from '../support/lab.ts'
import { testCreated } from './normaliser-created.suite.ts'
import { testDrift } from './normaliser-drift.suite.ts'
import { type Bench, seed, startBench } from './normaliser-engine.ts'
import { testNetworks } from './normaliser-networks.suite.ts'
import { inShare } from '../support/share.ts'

for (const release of releases)
  describe(`On a real engine of ${release} (RECONCILE_TEST_SEED=${seed})`, function () {
    this.timeout(inShare(120_000, 1_200_000))
    let bench: Bench

    before(async () => {
      bench = await startBench(release)
    })
    after(() => bench?.down())

    describe('the normaliser', () => testCreated(() => bench))
    describe('drift', () => testDrift(() => bench))
    describe('the comparison of networks and volumes', () => testNetworks(() => bench))
  })
