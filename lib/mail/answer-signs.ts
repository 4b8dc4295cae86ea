import {
  absenceWords,
  autoReplySubjects,
  endingPhrase,
  holidayWords,
  isWholeSubject,
  messageSubjects,
  saysWhoIsAway,
  startingPhrase,
  vacationSubjects,
} from './answer-subjects'
import {
  asksSomething,
  findChallenge,
  saysHeIsAway,
  saysItIsAutomatic,
  saysItWasReceived,
  saysMachineSentIt,
} from './answer-texts'
import type { Evidence } from './classification'
import { isList, unlistedBulk } from './list-signs'
import { isListProgram, isNobody, type Signs } from './mail-signs'
import { isAnswer, isMadeByProgram, repliedMarks } from './responder-signs'

/** Does somebody's program say that he is away (RFC 5230 or without any standard)? */
export function vacation(signs: Signs): Evidence[] {
  if (signs.autoSubmitted === 'no') return []
  const marks = repliedMarks(signs)
  if (signs.first('auto-submitted')?.toLowerCase().includes('vacation')) {
    return signs.header(['auto-submitted'], 'rfc5230')
  }
  // Words alone: the phrase ends at a colon or at the end, as autoresponders write it and people do not.
  const phrase = answerTitle(signs, vacationSubjects)
  if (phrase !== null) return [{ where: 'subject', value: phrase, rule: 'vacation-subject' }, ...marks]
  if (saysWhoIsAway(signs.mail.subject))
    return [{ where: 'subject', value: signs.mail.subject.slice(0, 100), rule: 'vacation-subject' }, ...marks]
  const isOfProgram =
    signs.hasNullSender && (isAnswer(signs) || startingPhrase(signs.subject, holidayWords) !== null)
  const away = isOfProgram ? saysHeIsAway(signs.text) : null
  if (away !== null)
    return [
      { where: 'return-path', value: '<>', rule: 'null-sender' },
      { where: 'text', value: away, rule: 'auto-reply-text' },
    ]
  const word = startingPhrase(signs.subject, absenceWords)
  const others = word === null ? [] : [...marks, ...answersByItself(signs)]
  return word === null || others.length === 0
    ? []
    : [{ where: 'subject', value: word, rule: 'vacation-subject' }, ...others]
}

/**
 * The title of a program's answer. That alone, with no mail that is answered behind it and no mark of a program, is what
 * people write too who ask about such answers.
 */
function answerTitle(signs: Signs, phrases: readonly string[]): string | null {
  const phrase = startingPhrase(signs.subject, phrases) ?? endingPhrase(signs.subject, phrases)
  if (phrase === null || !isWholeSubject(signs.subject, phrase)) return phrase
  const isMarked = repliedMarks(signs).length > 0 || answersByItself(signs).length > 0
  return isMarked || !asksSomething(signs.text) ? phrase : null
}

/** What makes a title that people use too ("Absence: ...") that of a program. */
function answersByItself(signs: Signs): Evidence[] {
  if (signs.hasNullSender) return [{ where: 'return-path', value: '<>', rule: 'null-sender' }]
  if (isMadeByProgram(signs)) return signs.header(['auto-submitted'], 'rfc3834')
  return isAnswer(signs) ? signs.header(['in-reply-to', 'references'], 'answers') : []
}

/** Evidence of an answer that a program sent, and that a person may have written. */
export const generatedAnswer = 'generated-answer'

/** Does a program answer (RFC 3834), or something that writes as programs do? */
export function autoReply(signs: Signs): Evidence[] {
  if (signs.autoSubmitted === 'no') return []
  const marks = repliedMarks(signs)
  if (marks.length > 0) return marks
  const phrase = answerTitle(signs, autoReplySubjects)
  if (phrase !== null) return [{ where: 'subject', value: phrase, rule: 'auto-reply-subject' }]
  const message = startingPhrase(signs.subject, messageSubjects)
  if (message !== null && answersByItself(signs).length > 0)
    return [{ where: 'subject', value: message, rule: 'auto-reply-subject' }, ...answersByItself(signs)]
  const said = isList(signs)
    ? null
    : (saysItIsAutomatic(signs.text) ?? findChallenge(signs.mail.subject, signs.text))
  if (said !== null) return [{ where: 'text', value: said, rule: 'auto-reply-text' }]
  // auto-generated is "not in answer to a mail" (RFC 3834 section 5), but many responders say it of answers. So do
  // programs for tickets of what a person wrote into them: a name of its own, since somebody has to look.
  if (isMadeByProgram(signs) && isAnswer(signs) && !isList(signs)) {
    return signs.header(['auto-submitted'], signs.hasNullSender ? 'rfc3834' : generatedAnswer)
  }
  // Exchange answers with the null sender; its other marks are in the mails of people too.
  if (signs.hasNullSender && isAnswer(signs)) {
    const asked = signs.header(['x-auto-response-suppress'], 'suppress', (value) => value.trim() === 'all')
    if (asked.length > 0) return [{ where: 'return-path', value: '<>', rule: 'null-sender' }, ...asked]
  }
  const byMachine = sentByMachine(signs)
  return byMachine.length > 0 ? byMachine : unlistedBulk(signs)
}

/**
 * An answer with the sender or the address of a program, that says so of itself. What only thanks for the mail, or comes
 * from where nobody writes, may hold what a person wrote into his program for tickets.
 */
function sentByMachine(signs: Signs): Evidence[] {
  if (!isAnswer(signs) || isList(signs)) return []
  const said = saysMachineSentIt(signs.text)
  if (signs.hasNullSender) {
    const thanked = said ?? saysItWasReceived(signs.text)
    const rule = said === null ? generatedAnswer : 'auto-reply-text'
    const sender: Evidence = { where: 'return-path', value: '<>', rule: 'null-sender' }
    return thanked === null ? [] : [sender, { where: 'text', value: thanked, rule }]
  }
  const sender: Evidence = { where: 'from', value: signs.fromLocal.slice(0, 100), rule: 'machine-address' }
  if (isListProgram(signs)) return [sender]
  return said === null || !isNobody(signs)
    ? []
    : [sender, { where: 'text', value: said, rule: generatedAnswer }]
}
