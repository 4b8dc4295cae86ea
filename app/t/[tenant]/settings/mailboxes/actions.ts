'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { createMailbox } from '@/lib/mailboxes/create-mailbox'
import {
  CreateMailboxInput,
  PauseMailboxInput,
  RemoveMailboxInput,
  ResumeMailboxInput,
  TestMailboxInput,
  UpdateMailboxInput,
} from '@/lib/mailboxes/inputs'
import { pauseMailbox } from '@/lib/mailboxes/pause-mailbox'
import { removeMailbox } from '@/lib/mailboxes/remove-mailbox'
import { resumeMailbox } from '@/lib/mailboxes/resume-mailbox'
import { testMailbox } from '@/lib/mailboxes/test-mailbox'
import { updateMailbox } from '@/lib/mailboxes/update-mailbox'

/** What an administrator does to the mailboxes. */
export const createMailboxAction = agentAction({
  perm: 'settings.change',
  input: CreateMailboxInput,
  run: createMailbox,
})

export const updateMailboxAction = agentAction({
  perm: 'settings.change',
  input: UpdateMailboxInput,
  run: updateMailbox,
})

export const pauseMailboxAction = agentAction({
  perm: 'settings.change',
  input: PauseMailboxInput,
  run: pauseMailbox,
})

export const resumeMailboxAction = agentAction({
  perm: 'settings.change',
  input: ResumeMailboxInput,
  run: resumeMailbox,
})

export const removeMailboxAction = agentAction({
  perm: 'settings.change',
  input: RemoveMailboxInput,
  run: removeMailbox,
})

export const testMailboxAction = agentAction({
  perm: 'settings.change',
  input: TestMailboxInput,
  run: testMailbox,
})
