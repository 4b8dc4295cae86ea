/** What stands above a quoted mail in place of a sentence, by client and language; one string a block. */
export const blocksOfClients: Readonly<Record<string, string>> = {
  'AOL en':
    '-----Original Message-----\nFrom: Ada Help <help@desk.example>\nTo: eva <eva@uno.example>\nSent: Mon, Mar 2, 2026 9:12 am\nSubject: Re: Order',
  'AOL de':
    '-----Ursprüngliche Mitteilung-----\nVon: Ada Help <help@desk.example>\nAn: eva <eva@uno.example>\nVerschickt: Mo, 2 Mrz 2026 9:12 am\nBetreff: Re: Bestellung',
  'AOL fr':
    "-----E-mail d'origine-----\nDe : Ada Help <help@desk.example>\nA : eva <eva@uno.example>\nEnvoyé le : Lun, 2 Mar 2026 9:12\nSujet : Re: Commande",
  'Libero it':
    '----Messaggio originale----\nDa: help@desk.example\nData: 02/03/2026 9.12\nA: <eva@uno.example>\nOgg: R: Ordine',
  'Tiscali it':
    '------ Messaggio Originale ------\nDa: Ada Help <help@desk.example>\nA: eva@uno.example\nInviato: 2 marzo 2026 alle 9.12\nOggetto: Re: Ordine',
  'Windows Mail it':
    '----- Messaggio originale -----\nDa: "Ada Help" <help@desk.example>\nA: <eva@uno.example>\nInviato: lunedì 2 marzo 2026 9.12\nOggetto: Ordine',
  'Outlook Express en':
    '----- Original Message ----- \nFrom: "Ada Help" <help@desk.example>\nTo: <eva@uno.example>\nSent: Monday, March 02, 2026 9:12 AM\nSubject: Order',
  'SFR fr':
    '========================================\nMessage du : 02/03/2026 09:12\nDe : "Ada Help " <help@desk.example>\nA : eva@uno.example\nCopie à : \nSujet : Commande\n\n========================================',
  'Orange new fr':
    'envoyé : 2 mars 2026 à 09:12\nde : Ada Help <help@desk.example>\nà : eva@uno.example\nobjet : Commande',
  'Zimbra fr':
    '----- Mail original -----\nDe: "Ada Help" <help@desk.example>\nÀ: "eva" <eva@uno.example>\nEnvoyé: Lundi 2 Mars 2026 09:12:00\nObjet: Commande',
  'Zimbra new fr':
    'De: "Ada Help" <help@desk.example>\nÀ: "eva" <eva@uno.example>\nEnvoyé: Lundi 2 Mars 2026 09:12:00\nObjet: Commande',
  'Zimbra de':
    '----- Ursprüngliche Mail -----\nVon: "Ada Help" <help@desk.example>\nAn: "eva" <eva@uno.example>\nGesendet: Montag, 2. März 2026 09:12:00\nBetreff: Bestellung',
  'Zimbra es':
    '----- Mensaje original -----\nDe: "Ada Help" <help@desk.example>\nPara: "eva" <eva@uno.example>\nEnviados: Lunes, 2 de Marzo 2026 9:12:00\nAsunto: Pedido',
  'Zimbra pt':
    'De: "Ada Help" <help@desk.example>\nPara: "eva" <eva@uno.example>\nEnviadas: Segunda-feira, 2 de março de 2026 9:12:00\nAssunto: Pedido',
  'Zimbra pl':
    '----- Oryginalna wiadomość -----\nOd: "Ada Help" <help@desk.example>\nDo: "eva" <eva@uno.example>\nWysłane: poniedziałek, 2 marzec 2026 9:12:00\nTemat: Zamówienie',
  'Samsung en':
    '-------- Original message --------\nFrom: Ada Help <help@desk.example> \nDate: 02/03/2026  09:12  (GMT+01:00) \nTo: eva@uno.example \nSubject: Re: Order ',
  'Samsung fr':
    "-------- Message d'origine --------\nDe : Ada Help <help@desk.example> \nDate : 02/03/2026 09:12 (GMT+01:00) \nÀ : eva@uno.example \nObjet : Re: Commande ",
  'Samsung it':
    '-------- Messaggio originale --------\nDa: Ada Help <help@desk.example> \nData: 02/03/26 09:12 (GMT+01:00) \nA: eva@uno.example \nOggetto: Re: Ordine ',
  'Samsung de':
    '-------- Ursprüngliche Nachricht --------\nVon: Ada Help <help@desk.example> \nDatum: 02.03.26 09:12 (GMT+01:00) \nAn: eva@uno.example \nBetreff: Re: Bestellung ',
  'Samsung nl':
    '-------- Oorspronkelijk bericht --------\nVan: Ada Help <help@desk.example> \nDatum: 02-03-2026 09:12 (GMT+01:00) \nAan: eva@uno.example \nOnderwerp: Re: Order ',
  'Samsung pl':
    '-------- Oryginalna wiadomość --------\nOd: Ada Help <help@desk.example> \nData: 02.03.2026 09:12 (GMT+01:00) \nDo: eva@uno.example \nTemat: Re: Zamówienie ',
  'Samsung es':
    '-------- Mensaje original --------\nDe: Ada Help <help@desk.example> \nFecha: 2/3/26 9:12 (GMT+01:00) \nPara: eva@uno.example \nAsunto: Re: Pedido ',
  'Samsung ru':
    '-------- Исходное сообщение --------\nОт: Ada Help <help@desk.example> \nДата: 02.03.2026 09:12 (GMT+03:00) \nКому: eva@uno.example \nТема: Re: Заказ ',
  'Huawei en':
    '-------- Original Message --------\nSubject: Re: Order\nFrom: Ada Help \nTo: eva@uno.example\nCC: ',
  'phone without addresses':
    '-------- Original message --------\nFrom: Ada Help\nDate: 3/2/26 9:12 AM (GMT-05:00)\nTo: Eva\nSubject: Order',
  'QQ zh':
    '------------------ 原始邮件 ------------------\n发件人: "Ada Help" <help@desk.example>;\n发送时间: 2026年3月2日(星期一) 上午9:12\n收件人: "eva"<eva@uno.example>;\n主题: 订单',
  'Foxmail zh': '发件人： Ada Help\n发送时间： 2026-03-02 09:12\n收件人： eva@uno.example\n主题： 订单',
  'Aliyun zh':
    '------------------------------------------------------------------\n发件人：Ada Help <help@desk.example>\n发送时间：2026年3月2日(星期一) 09:12\n收件人：eva <eva@uno.example>\n主　题：订单',
  'Yahoo tw':
    '寄件者： Ada Help <help@desk.example>\n收件者： eva@uno.example\n寄件日期： 2026年3月2日 (週一) 9:12 AM\n主旨： 訂單',
  'Naver ko':
    '-----Original Message-----\nFrom: "Ada Help"<help@desk.example>\nTo: <eva@uno.example>;\nCc: \nSent: 2026-03-02 (월) 09:12:00 (GMT+09:00)\nSubject: Re: 주문',
  'Daum ko':
    '--------- 원본 메일 ---------\n보낸사람: Ada Help <help@desk.example>\n받는사람 : <eva@uno.example>\n날짜: 2026년 3월 2일 월요일, 09시 12분 00초 +0900\n제목: 주문',
  'Notes en':
    'From:        Ada Help/Desk/IT\nTo:        Eva Rossi/Uno\nCc:        Ugo\nDate:        02/03/2026 09:12\nSubject:        Order',
  'Notes de':
    'Von:        Ada Help/Desk/IT\nAn:        Eva Rossi/Uno\nKopie:        Ugo\nDatum:        02.03.2026 09:12\nBetreff:        Bestellung',
  'Notes web':
    '-----Ada Help <help@desk.example> wrote: -----\nTo: eva@uno.example\nFrom: Ada Help <help@desk.example>\nDate: 03/02/2026 09:12AM\nSubject: Order',
  'Seznam cs':
    '---------- Původní e-mail ----------\nOd: Ada Help <help@desk.example>\nKomu: eva@uno.example\nDatum: 2. 3. 2026 9:12:00\nPředmět: Tisk',
  'Centrum cs':
    '______________________________________________________________\n> Od: Ada Help <help@desk.example>\n> Komu: <eva@uno.example>\n> Datum: 02.03.2026 09:12\n> Předmět: Tisk\n>',
  'Outlook for Mac en':
    'From: Ada Help <help@desk.example>\nDate: Monday, 2 March 2026 at 09:12\nTo: Eva Rossi <eva@uno.example>\nCc: Ugo Neri <ugo@desk.example>\nSubject: Re: Order',
  'Outlook for Mac fr':
    'De : Ada Help <help@desk.example>\nDate : lundi, 2 mars 2026 à 09:12\nÀ : Eva Rossi <eva@uno.example>\nObjet : Re: Commande',
  'Outlook with many recipients':
    'From: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva Rossi <eva@uno.example>; Ida Sala <ida@uno.example>;\n  Ugo Neri <ugo@desk.example>\nCc: Max <max@uno.example>; Tom\nSubject: Order\nImportance: High',
  'Outlook with a mailto':
    'From: Ada Help [mailto:help@desk.example] \nSent: 02 March 2026 09:12\nTo: Eva Rossi\nSubject: RE: Order',
  'Outlook on behalf':
    'From: Desk <desk@desk.example> On Behalf Of Ada Help\nSent: 02 March 2026 09:12\nTo: Eva Rossi\nSubject: RE: Order',
  'Outlook bold':
    '**From:** Ada Help <help@desk.example>\n**Sent:** Monday, March 2, 2026 9:12 AM\n**To:** Eva Rossi\n**Subject:** Order',
  'Outlook no':
    'Fra: Ada Help <help@desk.example>\nSendt: mandag 2. mars 2026 09:12\nTil: Eva Rossi\nEmne: Bestilling',
  'Outlook bg':
    'From: Ada Help <help@desk.example>\nSent: понеделник, 2 март 2026 г. 9:12\nTo: Eva\nSubject: Поръчка',
  'Outlook he': 'מאת: Ada Help <help@desk.example>\nנשלח: יום שני 2 מרץ 2026 09:12\nאל: Eva\nנושא: הזמנה',
  'Outlook zh tw':
    '寄件者: Ada Help <help@desk.example>\n寄件日期: 2026年3月2日 上午 09:12\n收件者: Eva\n主旨: 訂單',
  'Outlook sl':
    'Od: Ada Help <help@desk.example>\nPoslano: ponedeljek, 02. marec 2026 09:12\nZa: Eva\nZadeva: Naročilo',
  'Outlook lt':
    'Nuo: Ada Help <help@desk.example>\nIšsiųsta: 2026 m. kovo 2 d., pirmadienis 09:12\nKam: Eva\nTema: Užsakymas',
  'Outlook et':
    'Saatja: Ada Help <help@desk.example>\nSaadetud: esmaspäev, 2. märts 2026 09:12\nAdressaat: Eva\nTeema: Tellimus',
  'Outlook th': 'จาก: Ada Help <help@desk.example>\nส่ง: 2 มีนาคม 2569 9:12\nถึง: Eva\nเรื่อง: คำสั่งซื้อ',
  'Outlook id':
    'Dari: Ada Help <help@desk.example>\nDikirim: 02 Maret 2026 9:12\nKepada: Eva\nSubjek: Pesanan',
  'Mail.ru ru':
    'От кого: Ada Help <help@desk.example>\nКому: eva@uno.example\nДата: понедельник, 2 марта 2026, 9:12 +03:00\nТема: Re: Заказ',
  'WP pl': 'Dnia 2 marca 2026 09:12 Ada Help <help@desk.example> napisał(a):',
  'Interia pl':
    'Od: "Ada Help" <help@desk.example>\nDo: eva@uno.example;\nWysłane: 9:12 Poniedziałek 2026-03-02\nTemat: Zamówienie',
  'UOL pt':
    '-----Mensagem Original-----\nDe: Ada Help <help@desk.example>\nEnviada em: segunda-feira, 2 de março de 2026 09:12\nPara: eva@uno.example\nAssunto: Pedido',
  'Thunderbird forward-like en':
    '-------- Original Message --------\nSubject: \tOrder\nDate: \tMon, 2 Mar 2026 09:12:00 +0100\nFrom: \tAda Help <help@desk.example>\nTo: \teva@uno.example',
  'Proton en':
    '------- Original Message -------\nOn Monday, March 2nd, 2026 at 9:12 AM, Ada Help <help@desk.example> wrote:',
  'Proton bridge':
    '‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, March 2nd, 2026 at 9:12 AM, Ada Help <help@desk.example> wrote:',
  'eM Client en':
    '------ Original Message ------\nFrom: "Ada Help" <help@desk.example>\nTo: eva@uno.example\nSent: 02/03/2026 09:12:00\nSubject: Order',
  'eM Client new':
    '------ Original Message ------\nFrom "Ada Help" <help@desk.example>\nTo eva@uno.example\nDate 02/03/2026 09:12:00\nSubject Order',
  'eM Client de':
    '------ Originalnachricht ------\nVon "Ada Help" <help@desk.example>\nAn eva@uno.example\nDatum 02.03.2026 09:12:00\nBetreff Bestellung',
  'help desk en': '##- Please type your reply above this line -##',
  'help desk plain': 'Please reply above this line',
  'help desk de': '##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##',
  'help desk fr': '##- Veuillez saisir votre réponse au-dessus de cette ligne -##',
  'help desk it': '##- Digita la tua risposta sopra questa riga -##',
  'help desk es': '##- Escriba su respuesta por encima de esta línea -##',
  'help desk pt': '##- Digite sua resposta acima desta linha -##',
  'help desk nl': '##- Typ uw antwoord boven deze regel -##',
  'help desk ja': '##- この行の上に返信をご入力ください -##',
  tracker: '—-—-—-—\nReply above this line.',
  'tracker with a sentence': '--- Reply ABOVE THIS LINE to add a note to this request ---',
  'tracker in dashes': '=-=-=-= Please reply above this line =-=-=-=',
  'Outlook tr, other word':
    'Kimden: Ada Help <help@desk.example>\nGönderilen: 2 Mart 2026 Pazartesi 09:12\nKime: Eva\nKonu: Sipariş',
  'Outlook eu':
    'Nork: Ada Help <help@desk.example>\nBidaltze-data: astelehena, 2026.eko martxoak 2 9:12\nNori: Eva\nGaia: Eskaera',
  'Outlook sr':
    'Од: Ada Help <help@desk.example>\nПослато: понедељак, 2. март 2026. 09:12\nКоме: Eva\nНаслов: Поруџбина',
  'Outlook mk':
    'Од: Ada Help <help@desk.example>\nИспратено: понеделник, 2 март 2026 9:12\nДо: Eva\nПредмет: Нарачка',
  'Outlook lv':
    'No: Ada Help <help@desk.example>\nNosūtīts: pirmdiena, 2026. gada 2. marts 09:12\nKam: Eva\nTēma: Pasūtījums',
  'Outlook fa':
    'از: Ada Help <help@desk.example>\nتاریخ ارسال: دوشنبه ۲ مارس ۲۰۲۶ ۰۹:۱۲\nبه: Eva\nموضوع: سفارش',
  'Outlook hi':
    'प्रेषक: Ada Help <help@desk.example>\nभेजा गया: सोमवार, 2 मार्च 2026 09:12\nप्रति: Eva\nविषय: आदेश',
  'Outlook ms':
    'Daripada: Ada Help <help@desk.example>\nDihantar: Isnin, 2 Mac 2026 9:12\nKepada: Eva\nSubjek: Pesanan',
  'Outlook sq':
    'Nga: Ada Help <help@desk.example>\nDërguar: e hënë, 2 mars 2026 9:12\nPër: Eva\nSubjekti: Porosi',
  'Outlook ka':
    'გამომგზავნი: Ada Help <help@desk.example>\nგაგზავნილია: ორშაბათი, 2 მარტი, 2026 09:12\nადრესატი: Eva\nთემა: შეკვეთა',
  'Outlook az':
    'Kimdən: Ada Help <help@desk.example>\nGöndərilib: 2 mart 2026 09:12\nKimə: Eva\nMövzu: Sifariş',
  'Outlook kk':
    'Кімнен: Ada Help <help@desk.example>\nЖіберілді: 2 наурыз 2026 ж. 09:12\nКімге: Eva\nТақырыбы: Тапсырыс',
  'Outlook be':
    'Ад: Ada Help <help@desk.example>\nАдпраўлена: 2 сакавіка 2026 г. 9:12\nКаму: Eva\nТэма: Заказ',
  'Outlook zh new':
    '发件人: Ada Help <help@desk.example>\n已发送: 2026年3月2日星期一 上午9:12\n收件人: Eva\n主题: 订单',
  'NetEase, a table':
    '---- Replied Message ----\n| From | Ada Help<help@desk.example> |\n| Date | 3/2/2026 09:12 |\n| To | Eva<eva@uno.example> |\n| Subject | Order |',
  'NetEase, a table without its mark':
    '| From | Ada Help<help@desk.example> |\n| Date | 3/2/2026 09:12 |\n| To | Eva<eva@uno.example> |\n| Subject | Order |',
  'Ziggo nl':
    '----Origineel Bericht----\nVan : help@desk.example\nDatum : 02/03/2026 09:12\nAan : eva@uno.example\nOnderwerp : Re: Order',
  'a mark in a language of no table':
    '-----Neges Wreiddiol-----\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva\nSubject: Order',
  'a name between quotation marks':
    'De : "Ada Help"\nA : eva@uno.example\nEnvoyé: lundi 2 mars 2026 09:12\nObjet : Re: Commande',
}
