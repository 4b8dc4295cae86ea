'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { createChannel } from '@/lib/channels/create-channel'
import {
  CreateChannelInput,
  RemoveChannelInput,
  TestChannelInput,
  UpdateChannelInput,
} from '@/lib/channels/inputs'
import { removeChannel } from '@/lib/channels/remove-channel'
import { testChannel } from '@/lib/channels/test-channel'
import { updateChannel } from '@/lib/channels/update-channel'
import { StartOAuthInput } from '@/lib/oauth/inputs'
import { startOAuth } from '@/lib/oauth/start-oauth'

/** What an administrator does to the ways out. */
export const createChannelAction = agentAction({
  perm: 'settings.change',
  input: CreateChannelInput,
  run: createChannel,
})

export const updateChannelAction = agentAction({
  perm: 'settings.change',
  input: UpdateChannelInput,
  run: updateChannel,
})

export const removeChannelAction = agentAction({
  perm: 'settings.change',
  input: RemoveChannelInput,
  run: removeChannel,
})

export const testChannelAction = agentAction({
  perm: 'settings.change',
  input: TestChannelInput,
  run: testChannel,
})

export const startOAuthAction = agentAction({
  perm: 'settings.change',
  input: StartOAuthInput,
  run: startOAuth,
})
