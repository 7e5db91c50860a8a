import type { ServedInstallation } from '../v1/installation.ts'
import type { ObjectWrites } from '../v1/object-writes.ts'

/** All that is served. */
export type Served = ServedInstallation & ObjectWrites
