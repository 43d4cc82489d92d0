/** Words as typed on a telephone, by what they mean. */
const SHORTHAND = `u=you|ur=your|yr=your|urself=yourself|ya=you|yall=you|pls=please|plz=please|plss=please|pls=please|plse=please|ples=please|pleas=please|plez=please
msg=message|msgs=messages|mssg=message|mesg=message|msging=messaging|mesaging=messaging|mesages=messages|mesage=message|massage=message|massages=messages|mssgs=messages|smses=messages|sms=messages
txt=text|txts=texts|txting=texting|txtin=texting|textin=texting|texing=texting|texting=texting|txtng=texting|tex=text|texs=texts|callin=calling|caling=calling|ringin=ringing|fone=phone|fones=phones|ph=phone|mob=mobile|messagin=messaging|contactin=contacting|botherin=bothering|harasing=harassing|harrasing=harassing|harrassing=harassing|harras=harass|harrasment=harassment|harasment=harassment|harrassment=harassment|spaming=spamming
dnt=dont|dun=dont|donot=dont|dont=dont|don=dont|doont=dont|dontt=dont|wudnt=wouldnt|wud=would|cud=could|shud=should|cannot=cant|cnt=cant|havnt=havent|hvnt=havent|hv=have|hav=have|wnt=wont|wil=will|isnt=isnt|aint=aint|nt=not|nvr=never|nevr=never|nevar=never
tmrw=tomorrow|tmr=tomorrow|tmrow=tomorrow|tomo=tomorrow|tomoz=tomorrow|2moro=tomorrow|2morrow=tomorrow|tomorow=tomorrow|tommorow=tomorrow|tommorrow=tomorrow|tomorro=tomorrow|2day=today|tday=today|tdy=today|2nite=tonight|tonite=tonight|2night=tonight|nite=night|wk=week|wks=weeks|mth=month|mnth=month|mths=months
ppl=people|peeps=people|wat=what|wot=what|wht=what|wats=whats|wots=whats|hu=who|dis=this|dat=that|da=the|d=the|de=the|bn=been|gud=good|gd=good|mrng=morning|mornin=morning|thx=thanks|tx=thanks|tks=thanks|thnx=thanks|ty=thanks|thanku=thanks|cuz=because|coz=because|cos=because|bcoz=because|bcz=because|becoz=because|abt=about|b4=before|l8r=later|l8=late|gr8=great|4=for|2=to|n=and|nd=and|w=with|wid=with|frm=from|plzz=please|kindly=please|sumone=someone|sum1=someone|some1=someone|any1=anyone|no1=noone|bc=because|idk=i dont know|idc=i dont care|idgaf=i dont give a fuck|stfu=shut up|fck=fuck|fuk=fuck|fk=fuck|fkn=fucking|fukin=fucking|fuckin=fucking|effing=fucking|fkoff=fuck off|foff=fuck off|ffs=fuck|rn=right now|atm=at the moment|asap=now|immediatly=immediately|imediately=immediately|gonna=going to|gona=going to|gunna=going to|wanna=want to|wana=want to|gotta=got to|gimme=give me|lemme=let me|hubby=husband|hubs=husband|acct=account|acc=account|ac=account|accnt=account|amt=amount|pymt=payment|pmt=payment|pymnt=payment|payed=paid|paied=paid|pd=paid|payd=paid|alredy=already|allready=already|alrdy=already|alrd=already|alredi=already|recieve=receive|recieved=received|reciept=receipt|solictor=solicitor|soliciter=solicitor|solicter=solicitor|laywer=lawyer|lawer=lawyer|lwyer=lawyer|layer=lawyer|attorny=attorney|atorny=attorney|attourney=attorney|bankrupcy=bankruptcy|suicidle=suicidal|sucide=suicide|sucidal=suicidal|suiside=suicide|suicde=suicide|hosp=hospital|hospitol=hospital|hosptial=hospital|pased=passed|deceaced=deceased|diseased=deceased|funral=funeral|dieing=dying|dissabled=disabled|arrangment=arrangement|numer=number|nmber=number|numbr=number|nuber=number|num=number|nbr=number|wrng=wrong|worng=wrong|rong=wrong|wong=wrong|unsub=unsubscribe|unsubcribe=unsubscribe|unsuscribe=unsubscribe|unsubscibe=unsubscribe|unsubscirbe=unsubscribe|unscribe=unsubscribe|unsubscrib=unsubscribe|unsubscribed=unsubscribe|optout=opt out|stopall=stop all|sto=stop|stp=stop|stpp=stop|stap=stop|stahp=stop|stopp=stop|stopit=stop it|stopping=stopping|st0p=stop|5top=stop|5t0p=stop|s7op=stop|$top=stop|strop=stop|stoip=stop|stoop=stop|cancle=cancel|cansel=cancel|cancell=cancel|qiut=quit|quite=quite|remuv=remove|rmv=remove|remov=remove|wtf=what the fuck|wth=what the hell|pissoff=piss off|goaway=go away|gtfo=get the fuck out|fo=fuck off|jst=just|juz=just|bin=been|luv=love|thats=thats|gotcha=ok|okey=ok|okie=ok|oki=ok|okk=ok|okay=ok|oky=ok|yea=yes|yeah=yes|yep=yes|yup=yes|yh=yes|ye=yes|ys=yes|aye=yes|ha=yes|haan=yes|han=yes|nope=no|nah=no|naw=no`

/** Two words that are one to the rules. */
const PAIRS = `do not=dont|does not=doesnt|did not=didnt|can not=cant|could not=couldnt|will not=wont|would not=wouldnt|should not=shouldnt|is not=isnt|was not=wasnt|are not=arent|have not=havent|has not=hasnt|had not=hadnt|must not=mustnt|am not=aint|i am=im|i have=ive|i will=ill|i would=id|it is=its|that is=thats|you are=youre|he is=hes|she is=shes|who is=whos|what is=whats|there is=theres|we have=weve|we will=well|they are=theyre|you have=youve|no one=noone|some one=someone|any one=anyone|any more=anymore|un subscribe=unsubscribe|st op=stop|sto p=stop|s top=stop|s tp=stop|tex ting=texting|text ing=texting|cal ling=calling|call ing=calling|messa ging=messaging|message ing=messaging|con tact=contact|re move=remove|can cel=cancel|work place=workplace|voice mail=voicemail|good bye=goodbye|passed on=passed away|i aint=im not|i m=im|don t=dont|can t=cant|won t=wont|didn t=didnt|doesn t=doesnt|isn t=isnt|wasn t=wasnt|i ll=ill|i ve=ive|i d=id|he s=hes|she s=shes|that s=thats|it s=its|what s=whats|who s=whos|u r=youre`

const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/[|\n]/)
      .map((pair) => pair.split('='))
      .map(([from, to]) => [from ?? '', to ?? '']),
  )

export const MEANT = table(SHORTHAND)
export const JOINED = table(PAIRS)

/** Words worth mending: their doubled letters are once, as in the views. */
const WORTH =
  'unsubscribe stop texting mesage mesages mesaging caling contact contacting harasing harasment remove number solicitor lawyer atorney suicide suicidal deceased hospital bankrupt bankruptcy identity fraud complaint dispute disturb already consent'.split(
    ' ',
  )

/** Real words one letter away from those. */
const REAL = new Set(
  'top sop shop step stow stomp slop atop strop contract contracting contacts contacted contain members member lumber cumber numb faling filing hauling culing coling paling balding texture testing resting vexing nesting presage removed remover mesaged disturbed dispute disputed consents content lawyers suicides complaints complain complained hospitals hospitality disturbs texts caring being calming caving casing cabling caking coming stops stoped'.split(
    ' ',
  ),
)

/** The word of the list that is one slip (two in long words) away, or the word itself. */
export function mended(word: string): string {
  if (word.length < 4 || word.length > 14 || REAL.has(word) || /[0-9]/.test(word)) return leet(word)
  for (const right of WORTH) {
    const slips = right.length >= 9 ? 2 : 1
    if (Math.abs(right.length - word.length) <= slips && withinSlips(word, right, slips))
      return right
  }
  return word
}

const DIGIT_LETTERS: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
}

/** 'st0p' is a word with a digit in it; '5k' and '2nd' are numbers with letters after them. */
function leet(word: string): string {
  if (!/[0-9]/.test(word) || /^[0-9]+[a-z]{0,7}$/.test(word) || word.length > 14) return word
  return Array.from(word, (char) => DIGIT_LETTERS[char] ?? char).join('')
}

/** Whether the words differ by at most so many letters dropped, added, changed or swapped. */
export function withinSlips(a: string, b: string, slips: number): boolean {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return (row[b.length] ?? slips + 1) <= slips
}
