import type { StringMap } from './string-map.ts'

/** The body of `POST /volumes/create`. */
export interface VolumeBody {
  Name: string
  Driver?: string
  DriverOpts?: StringMap
  Labels?: StringMap
}

export interface VolumeInspect {
  Name: string
  Driver: string
  Mountpoint?: string
  CreatedAt?: string
  Labels?: StringMap | null
  Options?: StringMap | null
  Scope?: string
}
