import type { NextRequest } from 'next/server'
import { pickLocale } from '@/i18n/locales'
import { recordEntrance } from './inventory'
import { toRefusal } from './refusal'
import { problemAnswer } from './route-answers'

/** A route that anybody may call, and why that is right. */
export function openRoute<C>(entrance: {
  reason: string
  run: (request: NextRequest, context: C) => Promise<Response>
}): (request: NextRequest, context: C) => Promise<Response> {
  const handler = async (request: NextRequest, context: C): Promise<Response> => {
    try {
      return await entrance.run(request, context)
    } catch (error) {
      return problemAnswer(toRefusal(error, pickLocale([], request.headers.get('accept-language'))))
    }
  }
  return recordEntrance(handler, { kind: 'open', reason: entrance.reason })
}
