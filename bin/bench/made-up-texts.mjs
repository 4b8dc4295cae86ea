/** Words to make subjects and messages of that look like support mail to an index and to a browser. */
export const subjectTopics = [
  ...[
    'Printer does not print',
    'Invoice is wrong',
    'Delivery is late',
    'Login fails',
    'Cannot reset the password',
  ],
  ...[
    'Screen stays black',
    'Question about the contract',
    'Return of a device',
    'Missing cable',
    'Battery swells',
  ],
  ...['Slow connection', 'Refund for a double payment', 'Change of address', 'Update breaks the scanner'],
  ...[
    'Noise from the fan',
    'Warranty claim',
    'Offer for ten seats',
    'Data export',
    'Wrong colour',
    'Cancelled visit',
  ],
]

export const subjectObjects = [
  ...[
    'in the warehouse',
    'on the second floor',
    'at the branch in Turin',
    'of the new laptop',
    'for the accountants',
  ],
  ...[
    'since this morning',
    'after the last update',
    'near the entrance',
    'of the meeting room',
    'for our customer',
  ],
  ...[
    'from last week',
    'on the tablet',
    'in the shop',
    'before the holidays',
    'of the label printer',
    'again',
  ],
]

export const sentencesOf = {
  names: [
    ...[
      'Anna',
      'Bruno',
      'Carla',
      'Davide',
      'Elena',
      'Franco',
      'Giada',
      'Ivo',
      'Laura',
      'Mario',
      'Nadia',
      'Otto',
    ],
    ...[
      'Paola',
      'Remo',
      'Silvia',
      'Tino',
      'Vera',
      'Zeno',
      'Bianchi',
      'Costa',
      'Fabbri',
      'Gallo',
      'Marino',
      'Riva',
    ],
  ],
  sentences: [
    'Good morning, the device on the second floor has stopped working and nobody here knows what to do.',
    'We have tried to switch it off and on again, and to use the other cable that came with it.',
    'The message on the screen says that the service is not available at the moment.',
    'Please tell us when somebody can come, because we need it before the end of the week.',
    'I attach a picture of what we see after the start.',
    'Our accountant asks for the invoice of last month with the right address.',
    'Thank you for your answer; it works again since yesterday evening.',
    'It happens only in the afternoon, when more people are connected.',
    'The parcel was sent two weeks ago and the tracking page shows nothing new.',
    'Could you also send us an offer for ten more seats and the price of the longer warranty?',
    'The password that you sent us is refused, although we copied it as it stands.',
    'My colleague has written to you about the same thing on Monday.',
    'We do not want to wait any longer and would like to give the device back.',
    'Everything else is fine, the new printer is quick and quiet.',
    'You can reach me by phone until five, later please write to this address.',
    'Kind regards, and have a good weekend.',
  ],
}

/** @returns {string[]} texts of two to nine sentences, the same at every call */
export function makeTexts(count) {
  const { sentences } = sentencesOf
  return Array.from({ length: count }, (_, index) =>
    Array.from(
      { length: 2 + (index % 8) },
      (_, part) => sentences[(index * 7 + part * 5) % sentences.length],
    ).join(part(index)),
  )
}

const part = (index) => (index % 3 === 0 ? '\n\n' : ' ')
