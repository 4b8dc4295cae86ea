import type { ClientBase } from 'pg'
import type { Env } from '@/lib/env'

export async function seedDemo(_owner: ClientBase, _env: Env): Promise<boolean> {
  return false
}
