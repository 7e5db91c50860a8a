import type { StringMap } from './string-map.ts'

/** The body of `POST /volumes/create`. */
export interface VolumeBody {
  Name: string
  Driver?: string
  DriverOpts?: StringMap
  Labels?: StringMap
}

/** The answer to `GET /volumes`. */
export interface VolumeList {
  readonly volumes: readonly VolumeInspect[]
  /** The plugins that failed, one warning each: their volumes may be missing. */
  readonly warnings: readonly string[]
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
