import { z } from 'zod'

export const BlockedAddressId = z.uuid().brand('BlockedAddressId')

export const BlockAddressInput = z.strictObject({ address: z.string().trim().max(320) })
export type BlockAddressInput = z.infer<typeof BlockAddressInput>

export const UnblockAddressInput = z.strictObject({ blockedAddressId: BlockedAddressId })
export type UnblockAddressInput = z.infer<typeof UnblockAddressInput>
