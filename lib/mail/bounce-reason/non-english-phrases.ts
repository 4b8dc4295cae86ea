import type { ReasonPhrases } from './reason-phrases'

/**
 * Answers in other languages than English: Italian, French, German, Spanish, Portuguese, Dutch, Polish, Swedish,
 * Czech, Russian, Chinese and Japanese. A domain that does not exist stands before a user who does not: the sentence
 * about the domain often names the recipient too. Every pattern is bounded.
 */
export const nonEnglishPhrases: ReasonPhrases = [
  [
    'hostunknown',
    /domini?o?\b[^.]{0,40}(?:non (?:esiste|trovat|valid|raggiung)|inesistente|sconosciut|no existe|no encontrad|inv[aá]lido|n[aã]o (?:existe|encontrad))|(?:domaine?|dom[äa]ne|domein|domena)\b[^.]{0,40}(?:n'existe|inconnu|introuvable|existiert nicht|unbekannt|nicht gefunden|bestaat niet|onbekend|nie istnieje|nieznan)|(?:unbekannte|ung(?:ü|ue)ltige) dom[äa]in|домен[^.]{0,40}не (?:найден|существует)|(?:域名|ドメイン)[^.]{0,20}(?:不存在|存在しません|見つかりません)/iu,
  ],
  [
    'mailboxfull',
    /(?:casella|cassetta|mailbox|posta)\b[^.]{0,60}(?:\bpien[ao]\b|oltre (?:la )?quota|quota superat|spazio (?:esaurit|insufficien))|spazio (?:su disco |disponibile )?(?:esaurit|insufficien)|bo[iî]te[^.]{0,40}(?:pleine|satur[ée]e)|quota[^.]{0,20}d[ée]pass[ée]|mailbox pleine|(?:postfach|mailbox)[^.]{0,40}(?:\bvoll\b|quota|(?:ü|ue)berschritten|(?:ü|ue)berf(?:ü|ue)llt)|zu ?viele (?:e?-?mails|nachrichten)|speicherplatz|(?:buz[oó]n|casilla|bandeja|cuenta)[^.]{0,40}(?:llen[ao]|exced|sin espacio|super[oó])|caixa[^.]{0,40}(?:cheia|lotada|excedid)|(?:mailbox|postvak|brievenbus)[^.]{0,20}\bvol\b|skrzynka[^.]{0,40}(?:pełna|przepełnion)|brevlåda[^.]{0,20}full|schránka[^.]{0,30}pln|ящик[^.]{0,30}(?:переполнен|заполнен)|容量|邮箱已满|(?:メール)?ボックス[^.]{0,15}(?:いっぱい|一杯|満杯)/iu,
  ],
  [
    'mesgtoobig',
    /dimension[ei][^.]{0,30}(?:massim|eccessiv|superior|supera)|supera (?:la|le) dimension|messaggio[^.]{0,20}troppo grande|taille (?:limite|maximale|du message)|message[^.]{0,20}trop (?:gros|volumineux)|nachricht[^.]{0,20}zu gro(?:ß|ss)|zu gro(?:ß|ss)e? nachricht|(?:tamaño|tamanho)[^.]{0,40}(?:exced|m[aá]xim|super)|bericht[^.]{0,20}te groot|слишком больш|サイズ[^.]{0,10}(?:超過|制限|大きすぎ)|troppo grande|zu gro(?:ß|ss)/iu,
  ],
  [
    'filtered',
    /受信拒否|着信拒否|指定受信|rifiutat[oa] dal destinatario|vom empf(?:ä|ae)nger (?:abgelehnt|blockiert)|refus[ée]e? par (?:le|votre|son) (?:destinataire|correspondant)|rechazad[oa] por el destinatario/iu,
  ],
  [
    'spamdetected',
    /(?:come|als|comme|como|jako|som) (?:possibile |m(?:ö|oe)glicher |probable )?(?:spam|indesiderat|junk|pourriel|spamu)|anti-?s?pam|anty-?spam|\bpourriel\b|posta indesiderata|spam[- ]?verdacht|correo (?:basura|no deseado)|lixo eletr[oô]nico|スパム|迷惑メール|垃圾(?:邮件|郵件|信)|спам/iu,
  ],
  [
    'suspend',
    /(?:casella|account|utente|indirizzo|mailbox)\b[^.]{0,30}(?:disabilitat|disattivat|sospes|inattiv|bloccat|scadut|cessat)|(?:konto|postfach|mailbox|benutzer|adresse)[^.]{0,30}(?:gesperrt|deaktiviert|inaktiv|stillgelegt|gek(?:ü|ue)ndigt)|(?:compte|bo[iî]te|adresse|utilisateur)[^.]{0,30}(?:d[ée]sactiv|suspendu|bloqu[ée]|r[ée]sili|ferm[ée]|archiv[ée]|inactif)|archiv[ée]e|(?:cuenta|casilla|buz[oó]n|usuario)[^.]{0,30}(?:suspendid|desactivad|deshabilitad|bloquead|inactiv|expirad|dad[oa] de baja)|(?:conta|usu[aá]rio)\b[^.]{0,30}(?:suspens|desativad|bloquead|inativ)|(?:konto|skrzynka)[^.]{0,30}(?:zablokowan|nieaktywn|zawieszon)|(?:账号|邮箱|用户)[^.]{0,10}(?:冻结|停用|禁用)|(?:アカウント|メールアドレス)[^.]{0,15}(?:停止|凍結|無効)|заблокирован/iu,
  ],
  [
    'expired',
    /(?:tempo|termine)[^.]{0,40}(?:superat|scadut)|d[ée]lai[^.]{0,30}(?:d[ée]pass|expir)|zeit(?:ü|ue)berschreitung|tiempo de espera|plazo[^.]{0,30}(?:vencid|expirad|agotad)|タイムアウト/iu,
  ],
  [
    'userunknown',
    /nessun utente|(?:utente|destinatario|indirizzo|casella)[^.]{0,40}(?:non (?:esiste|trovat|valid)|inesistente|sconosciut|errat)|destin\.? sconosciut|no existe (?:dicha|ese|el|este|la|esa)|(?:usuario|destinatario|cuenta|direcci[oó]n|buz[oó]n)[^.]{0,40}(?:no existe|no encontrad|no v[aá]lid|desconocid|inv[aá]lid)|(?:destinataire|adresse|utilisateur|bo[iî]te)[^.]{0,40}(?:inconnu|invalide|n'existe|inexistant)|(?:empf(?:ä|ae)nger|benutzer|adresse|adressat|postfach|konto)[^.]{0,40}(?:existiert nicht|nicht (?:gefunden|bekannt|vorhanden)|unbekannt|ung(?:ü|ue)ltig)/iu,
  ],
  [
    'userunknown',
    /(?:usu[aá]rio|destinat[aá]rio|endereço|conta)[^.]{0,40}(?:n[aã]o (?:existe|encontrad)|inexistente|desconhecid|inv[aá]lid)|(?:gebruiker|ontvanger|adres|mailbox)[^.]{0,40}(?:onbekend|bestaat niet|niet gevonden)|nie ma takiego (?:konta|u[żz]ytkownika|adresu)|(?:użytkownik|adresat|odbiorca|konto|skrzynka)[^.]{0,40}(?:nieznan|nie istnieje|nie znaleziono)|(?:användare|mottagare|adress)[^.]{0,40}(?:okänd|finns inte|hittades inte)|(?:uživatel|příjemce|adresa|schránka)[^.]{0,40}(?:neznám|neexistuje|nenalezen)|(?:пользовател|получател|адрес|ящик)[^.]{0,40}(?:не (?:найден|существует|зарегистрирован)|неизвест|отсутству)|(?:用户|收件人|用戶|邮箱|郵箱|账号)[^.]{0,20}(?:不存在|未知|无效|無效)|(?:宛先|受信者|ユーザ|メールアドレス)[^.]{0,20}(?:存在しません|不明|見つかり)/iu,
  ],
  [
    'mailboxfull',
    /(?:esaurito|superato|superado|d[ée]pass[ée]|(?:ü|ue)berschritten|exced(?:ido|eu))[^.]{0,20}(?:spazio|quota|cuota|cota|kontingent)|\bzit vol\b|qu[oa]ta (?:(?:ü|ue)berschritten|superata|superada|esaurita|d[ée]pass[ée]e)/iu,
  ],
  [
    'mesgtoobig',
    /(?:ü|ue)berschreitet[^.]{0,30}gr(?:ö|oe)(?:ß|ss)e|d[ée]passe[^.]{0,20}taille|(?:supera|excede) (?:el|o|la|as?) (?:tama[ñn]h?o|dimension)/iu,
  ],
  [
    'blocked',
    /lista nera|sperrliste|liste noire|lista negra|zwarte lijst|czarn(?:a|ej) list|ч[её]рном списке/iu,
  ],
  [
    'expired',
    /\bnon risponde\b|antwortet nicht|ne r[ée]pond pas|\bno responde\b|n[ãa]o responde|antwoordt niet|nie odpowiada|не отвечает|svarar inte|応答がありません|无响应/iu,
  ],
  [
    'policyviolation',
    /allegat[oi] non (?:è |sono )?(?:consentit|ammess|permess)|pi[èe]ces? jointes? (?:non|n['’]est pas) autoris|anh(?:a|ä|ae)nge?[^.]{0,20}nicht (?:erlaubt|zul(?:ä|ae)ssig)|adjuntos? no permitid/iu,
  ],
  // Whoever is not found and is no domain.
  [
    'userunknown',
    /n['’]est plus (?:valide|valable|utilis)|non (?:risulta|è più) (?:attiv|valid)|no conocemos|kennen wij niet|у нас нет|onbekende? (?:gebruiker|adres|ontvanger)|нет такого (?:пользовател|ящик|адрес|получател)|okänd (?:användare|mottagare|adress)|ukjent (?:bruker|mottaker)|ukendt (?:bruger|modtager)|neznám[ýáé] (?:uživatel|příjemce|adres)|nieznan[ya] (?:użytkownik|adresat|odbiorca|adres)|tuntematon (?:käyttäjä|vastaanottaja)|ismeretlen (?:felhasználó|címzett)|utilizator necunoscut|\bintrouvable|n['’]est pas (?:connu|valide)|n['’](?:existe|a pas été trouvé)|nicht gefunden|wurde[^.]{0,30}nicht gefunden|no se (?:ha )?(?:encontr|pudo encontrar)|n[aã]o (?:foi )?(?:poss[ií]vel )?encontra|(?:niet|kon niet) (?:worden )?gevonden|nie (?:znaleziono|można znaleźć|odnaleziono)|(?:kunde inte|inte) hitta|ikke (?:funnet|fundet|finnes|findes)|ei löy[td]|neby[lo]a? nalezen|nem található|nu a fost găsit|bulunamadı|δεν βρέθηκε|не (?:удалось найти|найден|знайдено)|見つかりません|找不到|未找到|찾을 수 없|לא נמצא|لم يتم العثور/iu,
  ],
]
