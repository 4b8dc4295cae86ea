/** Odd shapes of forwarded mail. What a row does not say is as in `usual`. */
export type OddForward = {
  readonly text?: string
  readonly html?: string
  /** The subject of the mail that passes it on. */
  readonly title?: string
  readonly from?: string | null
  readonly name?: string
  readonly subject?: string
  readonly note?: string
  readonly to?: string
  readonly isNone?: boolean
}

const body = 'The printer is dead.\n\nPlease come.\nEva'

export const usual = {
  from: 'eva@client.example',
  name: 'Eva Large',
  subject: 'Printer',
  body,
  note: 'Take it.',
  to: 'ugo@desk.example',
}

const block =
  'From: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: Ugo Neri <ugo@desk.example>'

export const oddForwards: Readonly<Record<string, OddForward>> = {
  'zoho double mark': {
    text: `Take it.\n\n============ Forwarded message ============\nFrom: Eva Large <eva@client.example>\nTo: "ugo"<ugo@desk.example>\nDate: Mon, 02 Mar 2026 09:12:00 +0100\nSubject: Printer\n============ Forwarded message ============\n\n${body}`,
  },
  yandex: {
    text: `Take it.\n\n-------- Пересылаемое сообщение --------\n02.03.2026, 09:12, "Eva Large" <eva@client.example>:\n\n${body}\n\n-------- Конец пересылаемого сообщения --------`,
    to: '',
  },
  'em client no colons': {
    text: `Take it.\n\n------ Forwarded Message ------\nFrom "Eva Large" <eva@client.example>\nTo "Ugo Neri" <ugo@desk.example>\nDate 02/03/2026 09:12:00\nSubject Printer\n\n${body}`,
  },
  proton: {
    text: `Take it.\n\n------- Forwarded Message -------\nFrom: Eva Large <eva@client.example>\nDate: On Monday, March 2nd, 2026 at 9:12 AM\nSubject: Printer\nTo: Ugo Neri <ugo@desk.example>\n\n\n> ${body.replaceAll('\n', '\n> ')}`,
  },
  ionos: {
    text: `Take it.\n\n---------- Original Message ----------\nFrom: Eva Large <eva@client.example>\nTo: ugo@desk.example\nDate: 02/03/2026 09:12 CET\nSubject: Printer\n\n\n${body}`,
  },
  'ionos quoted': {
    text: `Take it.\n\n> ---------- Original Message ----------\n> From: Eva Large <eva@client.example>\n> To: ugo@desk.example\n> Date: 02/03/2026 09:12 CET\n> Subject: Printer\n> \n> \n> ${body.replaceAll('\n', '\n> ')}`,
  },
  mutt: {
    text: `Take it.\n\n----- Forwarded message from Eva Large <eva@client.example> -----\n\nDate: Mon, 2 Mar 2026 09:12:00 +0100\nFrom: Eva Large <eva@client.example>\nTo: ugo@desk.example\nSubject: Printer\nUser-Agent: Mutt/2.2\n\n${body}\n\n----- End forwarded message -----`,
  },
  kmail: {
    text: `Take it.\n\n----------  Forwarded Message  ----------\n\nSubject: Printer\nDate: Monday, 2 March 2026, 09:12:00 CET\nFrom: Eva Large <eva@client.example>\nTo: ugo@desk.example\n\n${body}\n-----------------------------------------`,
  },
  'the bat, with scissors': {
    text: `Take it.\n\nFrom: Eva Large <eva@client.example>\nTo: ugo@desk.example\nDate: Monday, March 2, 2026, 9:12:00 AM\nSubject: Printer\n\n===8<==============Original message text===============\n${body}\n===8<===========End of original message text===========`,
  },
  'netease, a table': {
    text: `Take it.\n\n---- Forwarded Message ----\n| From | Eva Large<eva@client.example> |\n| Date | 03/02/2026 09:12 |\n| To | ugo@desk.example |\n| Subject | Printer |\n${body}`,
  },
  'sender in a word of no table': {
    title: 'Fwd: Printer',
    text: `Take it.\n\nNo: Eva Large <eva@client.example>\nNosūtīts: pirmdiena, 2026. gada 2. marts 09:12\nKam: ugo@desk.example\nTēma: Printer\n\n${body}`,
  },
  'sender without brackets': {
    text: `Take it.\n\n---------- Forwarded message ----------\nFrom: Eva Large eva@client.example\nTo: ugo@desk.example\nDate: 2 March 2026 at 9.12\nSubject: Printer\n\n${body}`,
  },
  'sender without brackets, name quoted': {
    text: `Take it.\n\nDa: "Eva Large" eva@client.example\nA: ugo@desk.example\nCc: \nData: Mon, 2 Mar 2026 09:12:00 +0100\nOggetto: Printer\n\n${body}`,
  },
  'sender that is a sentence with two addresses': {
    text: `Take it.\n\n---------- Forwarded message ----------\nFrom: eva@client.example or eva@home.example\nTo: ugo@desk.example\nDate: 2 March 2026 at 9.12\nSubject: Printer\n\n${body}`,
    from: null,
    name: 'eva@client.example or eva@home.example',
  },
  notes: {
    text: `Take it.\n\n----- Forwarded by Ugo Neri/Desk on 02/03/2026 10:00 -----\n\nFrom:        Eva Large <eva@client.example>\nTo:        ugo@desk.example\nDate:        02/03/2026 09:12\nSubject:        Printer\n\n\n\n${body}`,
  },
  missive: {
    text: `Take it.\n\n---------- Forwarded message ----------\nFrom: Eva Large <eva@client.example>\nDate: March 2, 2026 at 9:12 AM\nSubject: Printer\nTo: ugo@desk.example\n\n${body}`,
  },
  'hubspot-like': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026, 9:12 AM\nSubject: Printer\nTo: <ugo@desk.example>\n\n\n${body}`,
  },
  'outlook mailto': {
    text: `Take it.\n\nFrom: Eva Large [mailto:eva@client.example]\nSent: Monday, March 2, 2026 9:12 AM\nTo: Ugo Neri <ugo@desk.example<mailto:ugo@desk.example>>\nSubject: Printer\n\n${body}`,
  },
  'outlook name only': {
    text: `Take it.\n\nFrom: Eva Large\nSent: Monday, March 2, 2026 9:12 AM\nTo: Ugo Neri\nSubject: Printer\n\n${body}`,
    from: null,
    to: '',
  },
  'outlook on behalf': {
    text: `Take it.\n\nFrom: Desk <desk@client.example> On Behalf Of Eva Large\nSent: Monday, March 2, 2026 9:12 AM\nTo: ugo@desk.example\nSubject: Printer\n\n${body}`,
    from: 'desk@client.example',
    name: 'Desk',
  },
  'outlook with importance': {
    text: `Take it.\n\nFrom: Eva Large <eva@client.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: ugo@desk.example\nCc: Ida <ida@client.example>\nSubject: Printer\nImportance: High\n\n${body}`,
  },
  'no blank after block': { text: `Take it.\n\n---------- Forwarded message ---------\n${block}\n${body}` },
  'subject with colon': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Re: AW: Order: late\nTo: <ugo@desk.example>\n\n\n${body}`,
    subject: 'Re: AW: Order: late',
  },
  'wrapped subject': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: A very long subject that is wrapped by the client somewhere\n in the middle\nTo: <ugo@desk.example>\n\n\n${body}`,
    subject: 'A very long subject that is wrapped by the client somewhere in the middle',
  },
  'wrapped to': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: Ugo Neri <ugo@desk.example>, \n Ida Small <ida@client.example>\n\n\n${body}`,
    to: 'ugo@desk.example,ida@client.example',
  },
  'empty subject': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: \nTo: <ugo@desk.example>\n\n\n${body}`,
    title: 'Fwd: ',
    subject: '',
  },
  'no subject line': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Eva Large <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nTo: <ugo@desk.example>\n\n\n${body}`,
  },
  'name with comma': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: Large, Eva <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: Neri, Ugo <ugo@desk.example>\n\n\n${body}`,
    name: 'Large, Eva',
  },
  'quoted name': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: "Large, Eva" <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: "Neri, Ugo" <ugo@desk.example>\n\n\n${body}`,
    name: 'Large, Eva',
  },
  'no name': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: eva@client.example\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: ugo@desk.example\n\n\n${body}`,
    name: '',
  },
  'address as name': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: eva@client.example <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: ugo@desk.example\n\n\n${body}`,
    name: '',
  },
  'angle only': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: <ugo@desk.example>\n\n\n${body}`,
    name: '',
  },
  'gmail bold name': {
    text: `Take it.\n\n---------- Forwarded message ---------\nFrom: *Eva Large* <eva@client.example>\nDate: Mon, Mar 2, 2026 at 9:12 AM\nSubject: Printer\nTo: <ugo@desk.example>\n\n\n${body}`,
  },
  'signature above': {
    text: `Take it.\n\n-- \nUgo\n\n---------- Forwarded message ---------\n${block}\n\n\n${body}`,
    note: 'Take it.\n\n-- \nUgo',
  },
  'apple quoted all': {
    text: `Take it.\n\n> Begin forwarded message:\n> \n> From: Eva Large <eva@client.example>\n> Subject: Printer\n> Date: 2 March 2026 at 09:12:00 CET\n> To: Ugo Neri <ugo@desk.example>\n> \n> ${body.replaceAll('\n', '\n> ')}`,
  },
  'apple text below': {
    text: `Begin forwarded message:\n\n> From: Eva Large <eva@client.example>\n> Subject: Printer\n> Date: 2 March 2026 at 09:12:00 CET\n> To: Ugo Neri <ugo@desk.example>\n> \n> ${body.replaceAll('\n', '\n> ')}`,
    note: '',
  },
  'apple phone': {
    text: `Take it.\n\nSent from my iPhone\n\nBegin forwarded message:\n\n> From: Eva Large <eva@client.example>\n> Date: 2 March 2026 at 09:12:00 CET\n> To: Ugo Neri <ugo@desk.example>\n> Subject: Printer\n> \n> \ufeff${body.replaceAll('\n', '\n> ')}`,
    note: 'Take it.\n\nSent from my iPhone',
  },
  'reply prefix is not': {
    text: `Take it.\n\nFrom: Eva Large <eva@client.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: ugo@desk.example\nSubject: Printer\n\n${body}`,
    title: 'RE: Printer',
    isNone: true,
  },
  'plain mail': { text: `Hello, the printer is dead.`, title: 'Printer', isNone: true },
  'talks about forwarding': {
    text: `Hello, I have forwarded the message:\nit is broken.`,
    title: 'Printer',
    isNone: true,
  },
  'gmail html': {
    html: `<div dir="ltr">Take it.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Eva Large</strong> <span dir="auto">&lt;<a href="mailto:eva@client.example">eva@client.example</a>&gt;</span><br>Date: Mon, Mar 2, 2026 at 9:12 AM<br>Subject: Printer<br>To: Ugo Neri &lt;<a href="mailto:ugo@desk.example">ugo@desk.example</a>&gt;<br></div><br><br><div>The printer is dead.<br><br>Please come.<br>Eva</div></div></div>`,
  },
  'thunderbird html': {
    html: `<p>Take it.</p><div class="moz-forward-container"><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody><tr><th align="RIGHT">Subject: </th><td>Printer</td></tr><tr><th>Date: </th><td>Mon, 2 Mar 2026 09:12:00 +0100</td></tr><tr><th>From: </th><td>Eva Large <a href="mailto:eva@client.example">&lt;eva@client.example&gt;</a></td></tr><tr><th>To: </th><td>Ugo Neri <a>&lt;ugo@desk.example&gt;</a></td></tr></tbody></table><br><br><p>The printer is dead.</p><p>Please come.<br>Eva</p></div>`,
  },
  'apple html': {
    html: `<body>Take it.<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br class="Apple-interchange-newline"><div><span><b>From: </b></span><span>Eva Large &lt;<a href="mailto:eva@client.example">eva@client.example</a>&gt;<br></span></div><div><span><b>Subject: </b></span><span><b>Printer</b><br></span></div><div><span><b>Date: </b></span><span>2 March 2026 at 09:12:00 CET<br></span></div><div><span><b>To: </b></span><span>Ugo Neri &lt;ugo@desk.example&gt;<br></span></div><br><div><div>The printer is dead.<br><br>Please come.<br>Eva</div></div></blockquote></div></body>`,
  },
  'yahoo html': {
    html: `<div>Take it.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>----- Forwarded Message -----<div><b>From:</b> Eva Large &lt;eva@client.example&gt;</div><div><b>To:</b> ugo@desk.example &lt;ugo@desk.example&gt;</div><div><b>Sent:</b> Monday, March 2, 2026 at 09:12:00 AM GMT+1</div><div><b>Subject:</b> Printer</div><div><br></div>The printer is dead.<br><br>Please come.<br>Eva</div></div>`,
  },
  'notes html table': {
    html: `<font size=2>Take it.</font><br><br><font size=1 color=#800080>----- Forwarded by Ugo Neri/Desk on 02/03/2026 10:00 -----</font><br><br><font size=1 color=#5f5f5f>From: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Eva Large &lt;eva@client.example&gt;</font><br><font size=1 color=#5f5f5f>To: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>ugo@desk.example</font><br><font size=1 color=#5f5f5f>Date: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>02/03/2026 09:12</font><br><font size=1 color=#5f5f5f>Subject: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Printer</font><br><hr noshade><br><br><font size=2>The printer is dead.<br><br>Please come.<br>Eva</font>`,
  },
}
