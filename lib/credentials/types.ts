/** What is sealed. */
export type Secret =
  | { kind: 'password'; password: string }
  | { kind: 'oauth'; accessToken: string; refreshToken: string }
  | { kind: 'api_key'; apiKey: string }

/** What a mail server is told, in the worker's memory only. */
export type Login =
  | { kind: 'password'; user: string; password: string }
  | { kind: 'oauth'; user: string; accessToken: string }
  | { kind: 'api_key'; apiKey: string }

/** Sealing keys, the one in use first; the others only open. */
export interface SealingKeys {
  current: SealingKey
  all: readonly SealingKey[]
}

export interface SealingKey {
  id: string
  /** 32 bytes. */
  bytes: Uint8Array
}

export interface Sealed {
  sealed: Uint8Array<ArrayBuffer>
  keyId: string
}

/** The row that a secret belongs to: it opens nowhere else. */
export interface SealedPlace {
  tenantId: string
  id: string
}
