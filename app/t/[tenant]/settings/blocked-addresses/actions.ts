'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { blockAddress } from '@/lib/blocked-addresses/block-address'
import { BlockAddressInput, UnblockAddressInput } from '@/lib/blocked-addresses/inputs'
import { unblockAddress } from '@/lib/blocked-addresses/unblock-address'

export const blockAddressAction = agentAction({
  perm: 'settings.change',
  input: BlockAddressInput,
  run: blockAddress,
})

export const unblockAddressAction = agentAction({
  perm: 'settings.change',
  input: UnblockAddressInput,
  run: unblockAddress,
})
