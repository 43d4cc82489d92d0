import type { HeardClass } from './heard.ts'

type Rules = Readonly<Partial<Record<HeardClass, readonly string[]>>>

/** Words that look like a class and are not: blanked before that class is heard. */
export const ENGLISH_SHIELDS: Rules = {
  already_paid: [
    '(not|havent|hasnt|wasnt|isnt|dont|didnt|never|cant|wont|until|till|when|once|if|get|gets|getting|be|been|getting|to be|after|before|soon as|as soon as|i will have|unless|not been|havent been|is not|isnt|got) (yet |i |im |ive |been |it |its |get |got |am |my |was |being |the |is |yet |salary |he |she |we |has |have )*(paid|settled|cleared)',
    '(get|got|gets|getting|being|been) paid (on|in|the|every|monthly|weekly|fortnightly|at|by|next|this|late|today|yesterday|my)|paid (work|job|leave|monthly|weekly|fortnightly|holiday)|well paid|low paid|be paid (by|on|in|off)|to be paid|underpaid|should be paid|will be paid|paid the price|nothing paid|money (is )?taken',
  ],
  cannot_pay: [
    'cant (pay|do) (it )?(now |today |right now )?because i (already )?paid|cant do (this|calls)',
  ],
  promise: [
    '(cant|cannot|wont|couldnt|not|never|unable to|not able to|nor|refuse to|dont|didnt|aint|how|where|who|if|why|what|when|would have|could have|no) (be )?(going to |able to |i |do i |can i |should i |will i |to |you |be |even |ever |gonna |have to |want to |possibly |just |really |intend to |plan to |let me |afford to |ever )*{pay}',
    'can (i|we) {pay}|how (can|do) i|(he|she|they|hell|shell|you|youll|will you) (will|can|could|should|must|need to|have to) {pay}|{say} not|not {pay}|{pay} (nothing|fuck all|for my|for food|rent|attention)|put (up|in|through) (with|a complaint)|make (sure|ends|a complaint|an appointment|sense|it|a formal|me)|give (you|me|up|it|us|my name|a statement|them|him|her)|send (me|a letter|proof|it|my|bailiffs|the bailiffs|someone|you the|you my|this|evidence|over|the letter)|do (anything|that|you|it|this|what|not|the)|get (a|back|the|help|in|my (lawyer|solicitor)|better|some|through|out|rid|it|you|to|me)|try (to|again|and call)|sort (it )?out (with|my)|cover (my|rent|the rent|food)|settle (in|down)|clear (that|up|about)|finish (work|at)|offer you|bring (it|a|up|the|on)|drop (by|in|dead|the)|catch (you|up with)|start (work|a|my|crying|legal|again)|ill (never|not|be (at|in|home|free|out|dead|back|here|reporting|contacting|complaining|speaking|seeing|taking|calling|there|off|working|around|available))',
  ],
  question: [
    'what(ever)? (you|i|they|the hell|the fuck|a|an|are you gonna|r you gonna)|who the (hell|fuck)|how (dare|could you|many times|do you sleep|rude|about you)|why (are|do|did|cant|wont|dont|is|would|should|the|am|have) (you|u|i|your|they|would i|fuck|hell)|when (i|im|my|he|she|the|it|is|payday|you|are|do|we)|what (more|else) (do|can)|where (you|u|i|im) |no(t)? (sure )?(what|who|how|why)|(know|see|care|understand|sure|remember|idea) (what|how|where|who|why|when|which)|that (which|who)|man who|person who|people who|someone who|one who|guy who',
  ],
  vulnerable: [
    '[6-9][0-9] (pounds|quid|dollars|bucks|rs|rupees|percent|a|per|on|by|today|tomorrow|next|this|every|and)|(is|am|im|was) (to|at|for) [6-9][0-9]|(account|loan|ref|number|balance|it|amount|debt|bill|payment) (is|ending) [6-9][0-9]|turn a blind|blind to|to blind',
  ],
  abuse: [
    '(my|the|your|a|walk the|feed the|hot|sick) (dogs?|pigs?|ass off|evil)|dogs? (died|food|vet|is)|feel (so )?(stupid|dumb|like shit|pathetic)|(im|i am) (so |such )?(an? )?(stupid|idiot|dumb|pissed|loser|pathetic|broke as|not stupid|not an idiot|no idiot|moron)|stupid (me|of me)|in the shit|deep shit|piss poor|rat race|stop the rat|no shit|loan sharks? (after|to|threat)|identity thief|thief (took|used|stole|got|opened)|the thief|a thief|some thief|credit crook|mc ?donalds?',
  ],
  complaint: [
    '(not|no) (a )?(complaint|complaining)|(harass\\w{0,5}) (my ex|by my ex)|police (report|case|complaint) (for|about|against the|filed|number)|(no|not) threat|abused by my|my (boss|manager|employer) (shouted|yelled|lied|threatened)',
  ],
  illness: [
    '(not|im not) (ill|sick) (of|and tired)|sick (of|and tired|people|to death|joke|puppies|twisted)|home sick|ill (effects|gotten|treat)|doctors? (bill|of)|by accident|accident(al|ally)|love sick|critical condition',
  ],
  self_harm: [
    '(phone|battery|mobile|car|line|cell|laptop|card|signal|internet|computer|wifi) (is |was |has |just |went |about to |got |keeps |almost |nearly |going to |)*(dead|die|died|dying|dies)|(you|u|your|they|he|she|who|everyone|all of you|kill) (should |can |will |all |just |deserve to |better |hope |to |want |would |)*(die|kill (yourself|yourselves))|i hope you die|(dying|die) (to (see|know|laugh|get|hear)|of (laughter|laughing|boredom|cancer|covid))|die hard|(killing|kill) (two|time|the|it|for)|end it (here|there|at|with you)|(my|his|her|their|our) (husband|wife|mum|mom|dad|father|mother|brother|sister|son|daughter|friend|uncle|aunt|nan|gran|grandad|partner) (\\w{1,9} ){0,3}(suicide|overdosed?|hanged|jumped|killed (himself|herself))|career suicide|financial suicide|cant (carry on|take it|cope|take this|do this|go on)( like this)? with (you|your|these|the) (calls|texts|messages|calling|texting)|no point (in )?(texting|calling|arguing|talking)|wont be here (on|in) (monday|the office|tuesday)|jump (off|in|on|into) (the )?(call|phone|a call|bus|train|line|car|zoom)|bored to death|sick to death|scared to death|over my dead body|drop dead|dead (line|end|serious|right|wrong)',
  ],
  not_me: [
    '(im|am) not (paying|going|sure|able|giving|happy|here|working|well|the type)|dont know (how|what|when|where|why|if|the|my|about|that i|anything|exactly|yet|whether|which|it|what|who to)|not (the )?right (time|amount|now|balance|figure)|(dont|not|never|no) (\\w{1,8} )?(know|heard|recognise|recognize) (this|the|of this|of your|of you|your) (debt|loan|company|account|bank|number|amount|charge|lender)|who is (this|it|that|calling|texting)|never heard of (you|your|this company|this loan|this bank|this)|(dont|do not) (recognise|recognize) (the|this|that|any|your) ',
  ],
  bereavement: [
    '(phone|battery|mobile|car|laptop|line|signal|card|internet|computer) (is |was |has |just |went |got |)*(died|dead|passed)|(payment|date|deadline|time|law|test|exam|days|weeks|months|it|that|due|cheque|bill|week|money|period|year) (is |was |has |have |already |)*(passed|expired|dead|died|gone|no more|late|long gone)|(card|offer|contract|agreement|account|mandate|debt|loan|id|policy|insurance|passport|warranty|lease) (is |has |was |have |already |just )*(expired|dead|closed)|im dead|lost my (dad|mum|husband|wife|sister|brother|son|daughter)s|(mother|father|sister|brother|son|daughter|wife|husband) is late|be dead|im gone|(she|he|they) (is|are) late|late (fee|fees|payment|payments|charge|on)',
  ],
  third_person: [
    '(im|am) (his|her|their) (victim)|my (wife|husband|partner|mum|mom|dad|son|daughter|boss|manager|employer|brother|sister|ex|friend) (and i|left me|lost|died|passed|is (ill|sick|in hospital|in icu|pregnant|going to pay)|is in (hospital|icu|intensive)|has (lost|been|cancer|died|passed|covid)|will (pay|kill|send|lend)|who died|paid|had|got|said|told|just|works|handles|deals)|(he|she) (is|was) (in (hospital|icu|intensive|prison|jail|a coma)|at rest)|(he|she) (called|rang|shouted|said|told|was|threatened|swore|laughed|hung)|not my problem|your (agent|collector|staff)',
  ],
  wrong_number: [
    '(wrong|incorrect|different) (amount|account|balance|sum|figure|date|bill|person|info|information|details|name|guy|man|woman|lady|girl)( \\w{1,12})?|not (my|the) (account|loan|bank|reference|card|policy) number|changed my number|(my|a) new (phone |mobile |contact )?number (is|for|to)|account number|card number|reference number|policy number|what number|invalid (card|account|amount|reference)|new phone bill|not my (bank|real|home|work) ',
  ],
  fraud: [
    '(scam|fraud) (alert|department|team) (told|said)|is this (a )?(scam|legit|real|fake|genuine|phishing)( text| message)?|(scam|fake|phishing) or|(legit|real|genuine|true) or (a )?(scam|fake|fraud)|how do i know ~ (scam|fraud|fake|real)|(never|didnt|did not|havent|not) (even )?(get|got|receive|received|had|have|open|opened|seen|see|been given|get|given) (a |the |my |any |your |an )?(chance|letter|email|statement|bill|job|text|message|money|time|account (number|details)|loan (agreement|details|statement)|card (details|reader|on|with|to))|(dont|do not|no|have no|havent) (even )?(have |got |any |a |the )*(account (number|details|info)|card (details|on|with|reader|to)|credit (left|on my)|contract (copy|copies)|loan statement|finance )|(not|isnt|aint) my (account|card) (number|that)|not mine (is|any)',
  ],
  lawyer: [
    '(your|ur|the creditors?|their|bank) (lawyer|lawyers|solicitor|solicitors|attorney|legal (team|department))|no (lawyer|solicitor|attorney)|(dont|cant|cannot|not) (have|afford|need) (a |to get a |an |any )*(lawyer|solicitor|attorney)|(you|will|they) (\\w{1,8} ){0,3}(lawyer|lawyers) (up|come)|a lawyer myself|make me bankrupt|(nearly|almost|practically|going|business) bankrupt',
  ],
  call_back: [
    '(didnt|never|havent|not|dont|stop|nobody|noone|no one|wont) (\\w{1,8} )?(call|called|calling|ring|rang|ringing|phone|text|texting|message|messaging)( \\w{1,8}){0,2}( back)?|(you|they|people|u) (keep |kept |have |all |always )?(call|calling|ring|ringing|rang|called|text|texting)( \\w{1,8}){0,3}|(who|someone) (called|rang)|dont (call|ring|text|phone)( \\w{1,8}){0,2}|call me (a liar|names|stupid|when you have proof)|call (the police|it|my lawyer|my solicitor|my attorney|centre|center)|will call (the police|cops|my)|busy (with life|making)|text(s|ing)? at|(no|not) (call|calls|calling)|call (at )?(my )?(work|job|office|employer|boss|mum|mother|wife|husband|parents|family)|after (work|tax|all)|talk (nonsense|rubbish|to my (lawyer|solicitor|attorney))|speak to my',
  ],
  refusal_to_pay: [
    '(not|never|no) (refusing|refuse)|(cant|couldnt|not able to|unable) |(not|wont|never|havent|hasnt|didnt|not been) (be |been |getting |get |got |have |)*(paid|getting paid|get paid) (until|till|yet|by|for|this|on|since|from|my|again|wages|at|in|enough|me|much|properly|monthly|weekly|next|the)|wont be paid|not paid (yet|until|till|by|for|this|since|my)|(not|never) (going to|gonna) get (me|better|through|out)|(not|never) (even )?(paying attention)|(what|how) (are|do|can) (you|i)|(not|wont|isnt|aint) getting (any|paid|better|my|enough|through|the text|letters|emails|your)|not get(ting)? (any )?(hours|work|shifts|wages|salary|emails|texts|letters|notification)|not (trying|looking) to (avoid|refuse|dodge)|not avoiding|no intention of (not|avoiding)|(not|never) refus\\w{1,4}|not planning to (leave|run)|sue (me|you) for|make me (feel|sick|cry|ill|want|look|a|an|homeless|laugh|suicidal|pay extra)|dont care (what|about what|how|if)|ill refuse|payments? refused|card refused|refuse to (help|give|accept|let|listen|send|talk|speak|answer)',
  ],
  dispute: [
    '(im|am) not (disputing|denying)|(not|dont) (disput\\w{1,4}|deny|denying)|no dispute|isnt wrong with|(wrong|incorrect) (number|person|phone|guy|man|woman|name|house|address|mobile|email)|(proof|evidence) of payment|payment proof|never (agreed to (a|be)|received (a )?(letter|call|text))|whats wrong|something wrong with (my|me)|did (something|nothing) wrong|right (now|away|person|time)|you(ve)? added me',
  ],
}

export const CHINESE_SHIELDS: Rules = {
  already_paid: [
    '(?:还没|没有|没|未|不能|无法|没法|要是|如果|怎么|就|等|等我|能|能不能|可以|什么时候)(?:还|付|转|交|结|打|发|到账|扣)(?:清|了|完|上|过|款|钱|账)?|(?:工资|奖金|钱)(?:还)?(?:没|未)[^|]{0,4}(?:到账|发|打)|(?:扣|交|付|还)(?:了|完)(?:房租|房贷|社保|学费|水电|医药费|生活费|别的)|(?:我|都|也)?已经?(?:还|付)不(?:起|上|了|出)|已经?(?:没|还没|不)|都还不|也还不|都还没|我还(?:没|不|有|是|在|要|能)|不(?:想|会|打算)?还了|(?<!已|经|早|早就|刚|都|全部|昨天|前天|性|提前|动|我|帮)还清?(?:款|钱)?(?=$|[|])|死亡证明|把钱打给你|今天还(?:没|不)|(?:我|全|都)?还了(?:别|又|你就|再)|发工资|(?:打|交|付|转)(?:给)?(?:错|人工)|(?:等)?(?:工资|钱|款)(?:一)?到账',
  ],
  wrong_number: [
    '(?:金额|账|利息|钱|数|算|利率|时间|日期|名字)[^|]{0,3}(?:搞错|弄错|错)|搞错(?:金额|账|数)|(?:找|认|搞|弄)错(?:了)?人(?=$|[|])|换(?:了)?(?:新)?号(?:码)?了?(?:打|联系|请|是|存)|我换(?:了)?(?:号|手机|电话|新)|我的新(?:号|手机|电话)',
  ],
  not_me: [
    '我不是(?:不|故意|老赖|没|骗|想|要|你|说)|不认识(?:字|路)|没见过(?:你们?这|这么|这种|这样)(?!个?人)|没听(?:说)?过(?:你们?公司|这|贵)|(?:这|那|我|钱|债)[^|]{0,2}不是(?:我|本人)(?:借|贷|欠|办|签|申请|开|用)的?',
  ],
  cannot_pay: [
    '没有?钱(?:是|拿)|没收入来源吗|难(?:道|受|听|怪|过|缠)|(?:不)?困难补助|没(?:有)?能力还是|已经?破产(?:了吗)|没(?:有)?工作人员|没条件',
  ],
  fraud: [
    '(?:是|是不是|这是|真的还是|怕是|会不会是|不会是|骗子还是)(?:诈骗|骗子|骗局|假的)(?:吗|吧|短信)?(?=$|[|])|真的还是(?:诈骗|骗子|假)[^|]{0,2}|真的?假的|没(?:有)?(?:签|办|下|领)(?:收|法|到|班|完)|没用(?:的|了|过)|没(?:有)?(?:欠|借)你们?(?:这|那)么多|没欠(?:这|那|你|款|钱)[^|]{0,4}(?:多|了)|没(?:有)?(?:借|贷)(?:到|出)|不知道(?:怎么|还)',
  ],
  question: [
    '(?:不知道|没|不|随便|爱|无所谓|凭|管|任)[^|]{0,3}(?:什么|怎么|多少|哪|谁|啥)|多少(?:都|也|次|遍|个|钱都|年)|什么(?:都|也|东西|玩意|意思啊你|鬼)|怎么(?:样都|也|都|办都|可能|这样|这么|说)|谁(?:都|也|爱|理|怕|给)|(?:关|干)(?:你|我|他)(?:什么|啥|屁)事|凭(?:什么|啥)|有什么(?:用|意思|意义|好)|几(?:天|个月|年|百|千|万)|为什么(?:老|总|一直|还|天天|要)(?:打|发|催|骚)|怎么(?:还|又|老)(?:发|打|催)|没什么|算什么',
  ],
  abuse: [
    '老子(?:有)?钱|你(?:爷|妈|奶)(?:你|好)|垃圾(?:短信|信息|桶|分类|箱|站)|恶心(?:呕|想吐|头晕)|神经病(?:科|院|学)|我(?:真|太|就)?(?:贱|蠢|傻|没用)|狗(?:生|粮|丢|病)|滚(?:动|床)|孙子(?:上|要|在)|翻滚|滚利|利滚|滚雪|猪(?:都|也)|小心(?:点)?(?:身体|别)|被(?:狗|猪)',
  ],
  illness: [
    '有病(?:吧|啊|是)|神经病|毛病|病句|医院(?:的)?(?:工作|上班)|在医院(?:上班|工作)|精神病|你(?:们)?(?:是不是)?有病|狂犬|诟病|通病',
  ],
  vulnerable: [
    '骚扰到崩溃|被你们?(?:逼|烦|搞|骚扰|催)[^|]{0,3}崩溃|神经病|精神(?:损失|赔偿|点|病(?:吧|啊))|你(?:们)?(?:是不是)?(?:聋|瞎|盲|智障)|智障|盲目|色盲|文盲吗|系统崩溃|app崩溃',
  ],
  complaint: [
    '(?:联系|打给|打|找|通知|发给|问)(?:一下)?(?:他|她|我)(?:老婆|老公|爸|妈|哥|弟)(?:吧|去|电话|要)|发工资|(?:单位|公司)(?:倒|没发|破产|拖|欠|裁|发)|等(?:公司|单位|老板)发|(?:问|找|跟|向|和)(?:家人|家里|朋友|亲戚|爸妈|父母|我爸|我妈|同事|我老婆|老板|公司|我哥|我姐)(?:借|凑|要|拿|商量|预支|帮)|已(?:经)?报警|我(?:已)?报(?:了)?警|报案|打(?:官司|工)|公安|派出所(?:有)|被(?:我)?(?:爸|妈|老公|老婆|前夫|丈夫|家人|他|老板|公司|朋友)[^|]{0,2}(?:骂|威胁|恐吓|打)',
  ],
  self_harm: [
    '(?:手机|电脑|电池|卡|系统|网)(?:快|要|都)?(?:死|没电)|(?:烦|吵|累|气|笑|冻|热|饿|忙|穷|急|吓|困|冷|渴|丑|痛|疼|难受|羞|愁|惨|高兴|恨|爱|晒|堵|坑|骗|贵|无聊)(?:都)?(?:得|到)?(?:要|快|我)?死(?:我)?(?:了|人|都)?|(?:你|你们|您|他们|催收|全家|公司|一家|都|该|怎么不|咋不)(?:都|怎么|咋|不|赶紧|快|就|给我|也|全|才|通通|统统|早|去)*(?:去)?死(?!了?(?:我|就|算))[^|]{0,2}|去死(?:吧)?(?:你|傻|狗|垃圾)|^去死吧|死(?:全家|老赖|骗子|妈|催|贱|变态|鬼|胖|东西|不要脸|缠|性|活不|心|期|人了|者|亡)|(?:不见|死都|死也|打死|死活)(?:不|我也)|(?:[妈爸父母爷奶夫妻公婆哥弟姐妹儿女]|他|她|本人|借款人|机主|家人|老人|老公|老婆)(?:早就?|已经?|都|前年|去年|上个?月|是)*(?:死了|自杀|跳楼|上吊)|解脱(?:债|欠)|网络绝|谢绝|拒绝|绝望的(?:公司)|安乐|要死要活|死机|该死(?:的)?|(?:还|这|找)[^|]{0,2}要命|结束(?:这|一切)[^|]{0,3}(?:纠纷|债务|骚扰|贷款|合作|通话|骚扰)|有完没完|活动|轻生活|活不(?:多|少|干|忙)|忙不过|车跳|别想不开',
  ],
  lawyer: [
    '(?:你们?|贵司|你们?公司|银行|对方)的?(?:律师|法务)(?:函|信|部)?|律师(?:函|信)|没(?:有)?(?:钱)?(?:请)?律师|破产法',
  ],
  call_back: [
    '(?:别|不要|不用|不许|停止|勿|不准|整天|总|老|一直|不能|莫)[^|]{0,4}(?:打|发|联系|来电|找|催)[^|]{0,3}|(?:号|日|天|月|周[一二三四五六日])[^|]{0,3}(?:打钱|打款|打给你[\\d一二三四五六七八九十])|打(?:了)?(?:\\d|[一二三四五六七八九十几])+(?:个|次|遍)|联系(?:我)?(?:律师|代理|公司|老婆|家人)|不方便(?:还|付)|手头不方便|忙(?:不过)|后(?:就|再)?(?:还|付)|打扰',
  ],
  promise: [
    '(?:不|没|无法|没法|没能力|没钱|拒绝|凭什么|为什么|干嘛|怎么|如何|谁|哪|可不可以不|无力|暂时|才不|别想|是否|要不要|不想|没打算|不会|不可能|已经?|已|都|早就?|刚|昨天|上周|上月|刚刚|早)(?:再|能|会|要|给你们?|给|我|办法|去|想|就|全|都|可能|打算|用|钱|在|有|把|过|全部|全额|自己)*(?:还|付|转|给|交|存|打钱|处理|结清|支付|解决|搞定|凑|补|汇|扣)(?:钱|款|给|你|上|清)?|还(?:不|有|是|没|在|要(?!还)|怎|不如|想|来|打|发|显|欠)|转(?:告|人工|接|达)|还款(?:日|方式|方式|码|账|能力|压力|计划|入口|怎|方案|失败|记录|链接|困难)|还(?:我|个)(?:清|公道|说法)|能(?:不能)?(?:分期|还多少)|可以(?:分期|减免|晚|少|不)(?:还|付)?(?:吗|$)?|给(?:我|个|点|孩子|老婆|他|她|说法|时间|证据|机会)',
  ],
  refusal_to_pay: [
    '不(?:是|会)(?:不|我不)(?:想|愿|肯|打算)?(?:还|付|给)|没说不还|不(?:想)?还不(?:行|是)|不会不还|不可能不还|(?:不|没)(?:是)?(?:故意|有意|存心|恶意)不还|还不(?:还|上|起|了|清|出)|不给(?:我|你们?添)|不还(?:会|的话|有什么|怎么|能|行|可以|算|上)[^|]{0,8}|(?:如果|要是|万一|假如|一直)不还|不付(?:利息|违约金)?(?:行|可以|会)|不还(?:行吗|可以吗)|(?:不用|不需要)(?:再|我)?还(?:了)?(?:吗|吧)|凭什么(?:要)?(?:收|扣|加|涨|算)|为什么(?:要)?(?:还|付|交)(?:这|那)么多|(?:别|不要|不想(?:被)?|怕|请不要|先别)(?:告我|起诉|去法院|上法院|告)|(?:会|是不是|要|被)(?:告|起诉)(?:我)?(?:吗|$)|做梦(?:都|也)|不交(?:代|流)|已经不(?:用)?(?:还)|随便(?:你们)?问',
  ],
  dispute: [
    '(?:不|没)(?:有)?(?:异议|争议)|无异议|还款(?:凭证|记录|证明)|转账(?:凭证|记录|截图)|退款|(?:身份证|手机号|号码|名字|姓名|人|电话)(?:不对|错|有误|不符)|(?:多少|什么)利息',
  ],
  third_person: [
    '我是(?:他|她)(?:本人)|(?:我)(?:老婆|老公|妈|爸|孩子|儿子|女儿|父母|老人|家人|父亲|母亲|爱人|媳妇)[^|]{0,4}(?:住院|生病|病|去世|过世|走了|没了|手术|癌|怀孕|瘫|死|不在了|不在人|失业|住进|化疗|icu|骨折|摔|车祸|跑了)|(?:他|她)(?:已经?|早就?|都|是)*(?:不在了|走了|死|去世|过世|病|没了|不在人)|替我(?:还|付)|(?:帮|让|叫|找)(?:我)?(?:爸|妈|老公|老婆|哥|姐|弟|朋友|家人|家里)[^|]{0,3}(?:还|付|转|借|凑|打)|找[^|]{0,2}(?:朋友|亲戚|家人|同事|老板)(?:借|凑)|跟我(?:没关系|无关)(?:我没)|不关我事我没',
  ],
  bereavement: [
    '(?:时间|钱|机会|工作|信号|电|积蓄|希望|收入|手机|房子|车|号码|利息)(?:都|就|全|也)?没了|(?:现在|目前|他|她|我|老板|人)?不在(?:家|这|公司|线|本地|国内|身边|服务|单位|老家|办公|杭州|北京|上海|深圳|广州|一起|户|了吗|岗)|走了(?:以后|之后)?(?:程序|流程|绿|弯|账)|转走|拿走|卷走|被[^|]{0,4}走了|离职|辞职走|搬走|跑走|出走|逃走|后事你|你(?:们)?(?:全家|都|去|怎么不)[^|]{0,3}死|死了(?:这|算|心|就|你|一了|也|才|倒)|我死了|公司(?:没了|不在)|催死|烦死|逼死|没(?:了|有了)(?:工作|收入|钱)|饿死|工作没了|遗产税',
  ],
}
