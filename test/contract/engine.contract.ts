import { attachContract } from './attach.contract.ts'
import { bodiesContract } from './bodies.contract.ts'
import { containersContract } from './containers.contract.ts'
import { copyContract } from './copy.contract.ts'
import { driversContract } from './drivers.contract.ts'
import { eventsContract } from './events.contract.ts'
import { filesContract } from './files.contract.ts'
import { imagesContract } from './images.contract.ts'
import { lifecycleContract } from './lifecycle.contract.ts'
import { namespacesContract } from './namespaces.contract.ts'
import { networkBodiesContract } from './network-bodies.contract.ts'
import { networksContract } from './networks.contract.ts'
import { rebootContract } from './reboot.contract.ts'
import { referencesContract } from './references.contract.ts'
import { restartsContract } from './restarts.contract.ts'
import { type EngineUnderTest, openSubject, type Subject } from './subject.ts'

export interface ContractOptions {
  readonly name: string
  readonly make: () => Promise<EngineUnderTest>
  /** Whether to run a test, by its number; the others are shown as skipped. Absent: all are run. */
  readonly share?: (test: number) => boolean
  /** The title of the only group to run; absent: all are run. */
  readonly only?: string
}

/** Registers the tests of what every engine promises to the loops: the same suite for each implementation. */
export function engineContract({ name, make, share = () => true, only }: ContractOptions): void {
  const suite = describe(`${name}, as an engine`, function () {
    this.timeout(180_000)
    let subject: Subject | undefined
    before(async () => {
      subject = await openSubject(await make())
    })
    after(() => subject?.dispose())
    const get = () => {
      if (subject === undefined) throw new Error('the engine under test did not start')
      return subject
    }
    const drivers = driversContract(get)
    containersContract(get)
    bodiesContract(get)
    lifecycleContract(get)
    restartsContract(get)
    namespacesContract(get)
    networksContract(get)
    networkBodiesContract(get)
    referencesContract(get)
    imagesContract(get)
    filesContract(get)
    copyContract(get)
    attachContract(get)
    eventsContract(get)
    drivers.check()
    rebootContract(get) // last: it ends the stream of events
  })
  let count = 0
  suite.eachTest((test) => {
    if (!share(count++) || (only !== undefined && test.parent?.title !== only)) test.pending = true
  })
}
