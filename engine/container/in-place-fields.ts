import type { UpdateBody } from '../types/container.ts'

/** The fields that an update can change on an existing container: they are not part of the spec hash, and compared one by one. */
export const inPlaceFields = [
  'CpuShares',
  'Memory',
  'MemoryReservation',
  'NanoCpus',
  'CpuPeriod',
  'CpuQuota',
  'CpusetCpus',
  'CpusetMems',
  'MemorySwap',
  'PidsLimit',
  'RestartPolicy',
] as const satisfies readonly (keyof UpdateBody)[]

export type InPlaceField = (typeof inPlaceFields)[number]
