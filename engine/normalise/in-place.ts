import type { InPlaceField } from '../container/in-place-fields.ts'
import type { UpdateBody } from '../types/container.ts'
import type { Fields, FieldValue } from './fields.ts'

/** The change of one field, with all fields of both sides. */
interface Transition {
  readonly field: string
  readonly to: FieldValue | undefined
  readonly from: Fields
  readonly target: Fields
}

type InPlacePath = `HostConfig.${InPlaceField | 'RestartPolicy.MaximumRetryCount'}`

/**
 * The transitions that were measured to work on engines 20.10 and 28.5, in both inspect and kernel. Not included: removing a limit or
 * setting swap to unlimited (mostly answered 200 while the kernel keeps the old limit), a CPU quota where CPUs are set or the reverse
 * (409), and block I/O weights (not measured, for lack of a kernel that has them).
 */
const measured: Readonly<Record<InPlacePath, (transition: Transition) => boolean>> = {
  'HostConfig.Memory': isLimit,
  'HostConfig.MemorySwap': isLimit,
  'HostConfig.MemoryReservation': isLimit,
  'HostConfig.CpuShares': isLimit,
  'HostConfig.CpusetCpus': isSet,
  'HostConfig.CpusetMems': isSet,
  'HostConfig.PidsLimit': isLimit,
  'HostConfig.RestartPolicy': () => true,
  'HostConfig.RestartPolicy.MaximumRetryCount': () => true,
  'HostConfig.NanoCpus': (change) => isLimit(change) && !has(change, 'CpuQuota') && !has(change, 'CpuPeriod'),
  'HostConfig.CpuQuota': (change) => isLimit(change) && !has(change, 'NanoCpus'),
  'HostConfig.CpuPeriod': (change) => isLimit(change) && !has(change, 'NanoCpus'),
}

function isLimit({ to }: Transition): boolean {
  return typeof to === 'number' && to > 0
}

function isSet({ to }: Transition): boolean {
  return to !== undefined
}

function has({ from, target }: Transition, name: string): boolean {
  return from[`HostConfig.${name}`] !== undefined || target[`HostConfig.${name}`] !== undefined
}

/** Whether an update can change a field to the target value. */
export function isInPlace(field: string, from: Fields, target: Fields): boolean {
  return isMeasured(field) && measured[field]({ field, to: target[field], from, target })
}

function isMeasured(field: string): field is InPlacePath {
  return Object.hasOwn(measured, field)
}

/** The body of an update that sets these fields, which must all be in place. Memory and swap are sent together. */
export function updateOf(fields: readonly string[], target: Fields): UpdateBody {
  const update: UpdateBody = {}
  for (const field of withPartners(fields)) {
    const name = field.slice('HostConfig.'.length)
    if (name === 'RestartPolicy')
      update.RestartPolicy = {
        Name: String(target[field] ?? 'no'),
        MaximumRetryCount: Number(target[`${field}.MaximumRetryCount`] ?? 0),
      }
    else if (target[field] !== undefined) Object.assign(update, { [name]: target[field] })
  }
  return update
}

function withPartners(fields: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>()
  for (const field of fields) {
    all.add(field.replace(/\.MaximumRetryCount$/, ''))
    // The engine refuses a memory limit above the stored swap limit unless both are sent.
    if (field === 'HostConfig.Memory') all.add('HostConfig.MemorySwap')
    if (field === 'HostConfig.MemorySwap') all.add('HostConfig.Memory')
  }
  return all
}
