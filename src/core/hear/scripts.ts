/** Characters that look like or stand for others, so that the rules see one of each. */

/** Traditional characters that replies use, pair by pair with the simplified ones. */
const TRADITIONAL =
  '訂發電話請別給聯繫絡擾從單刪號碼機來還錢轉過帳賬戶題問誰這個們麼沒會應該說為時間點後幾萬億塊兩週禮師狀訴報騙貸證資訊簡傳繼續親媽爺姊夥樓歲軟藥醫療癥懷殘聾視憂鬱輕殺頸橋遺書離開見詐認識錯誤誌員銀監聲計臉滾雜種罵討厭煩夠嗎嘅係咗喺佢冇俾畀唔啲嚟攞寫讓實現當場減額費罰違約條據舉貴門業務簽執強臺區鄉縣縮餘確內動達況處燒難賣買車將緊張窮壓歸隻氣變廢陽陰隊險負責債滅撥掛斷擔愛妳於無與產庫補賠償顧慮節賺勞駕駛議聽講願總專線騷標準並歷風陳劉趙黃孫馬鄭許羅樑韓馮鄧蕭葉蔣盧陸鍾鄒龍賀顏湯滿環獨覺獎陣絕對檢體術頭腦臟腫爾東關閉掃擊殯儀喪兒婦戰軍進運適選遲錄鎖鏡閱隨雙雖靈靜順領顯飛飯館驗鮮鳥麗餓滯績鬧嚇噁惡瘋豬貨購團圓寬緩決納繳織結終經絲級純紙細紹紅編縫辦護詢試誠語課調談諮謝譯軌輪輸辭農遠郵釘針鐘鐵長閒階際雞預頁項須頓類騰髮魚黨麵齊齒裡裏邊嗰揾搵諗諒謊傷價優儘兇冊凍剛創勸匯協參叢喚嚴圍墳壞壯夢奪學寶審屬帶幫廠徹恆悶慘慣憑憲懶戲拋掙採換損搶擁擇擋擺攔攜敗敵數昇曆暫曬朧殤毀毆沖涼淚渾測溝漲潰災煉熱營爭牆獄獲瑣瘡盜盡眾禍稅積穩窩竊競筆簾糧紛綁維緒練縱繞習聞脫腎腳舊艱莊蔭藝蘇虧蟲衝衛裝複觀觸訓記訪設詞評誇論諾謀譽豐財貧貪貿賊賭贖贏趕跡踐躍軀輔輛轟辯連遞鄰釋銷鎮鑑閃闆隱隸頻餵饒騎驚骯髒鬥黴'
const SIMPLIFIED =
  '订发电话请别给联系络扰从单删号码机来还钱转过帐账户题问谁这个们么没会应该说为时间点后几万亿块两周礼师状诉报骗贷证资讯简传继续亲妈爷姐伙楼岁软药医疗症怀残聋视忧郁轻杀颈桥遗书离开见诈认识错误志员银监声计脸滚杂种骂讨厌烦够吗的是了在他没给给不些来拿写让实现当场减额费罚违约条据举贵门业务签执强台区乡县缩余确内动达况处烧难卖买车将紧张穷压归只气变废阳阴队险负责债灭拨挂断担爱你于无与产库补赔偿顾虑节赚劳驾驶议听讲愿总专线骚标准并历风陈刘赵黄孙马郑许罗梁韩冯邓萧叶蒋卢陆钟邹龙贺颜汤满环独觉奖阵绝对检体术头脑脏肿尔东关闭扫击殡仪丧儿妇战军进运适选迟录锁镜阅随双虽灵静顺领显飞饭馆验鲜鸟丽饿滞绩闹吓恶恶疯猪货购团圆宽缓决纳缴织结终经丝级纯纸细绍红编缝办护询试诚语课调谈咨谢译轨轮输辞农远邮钉针钟铁长闲阶际鸡预页项须顿类腾发鱼党面齐齿里里边那找找想谅谎伤价优尽凶册冻刚创劝汇协参丛唤严围坟坏壮梦夺学宝审属带帮厂彻恒闷惨惯凭宪懒戏抛挣采换损抢拥择挡摆拦携败敌数升历暂晒胧殇毁殴冲凉泪浑测沟涨溃灾炼热营争墙狱获琐疮盗尽众祸税积稳窝窃竞笔帘粮纷绑维绪练纵绕习闻脱肾脚旧艰庄荫艺苏亏虫冲卫装复观触训记访设词评夸论诺谋誉丰财贫贪贸贼赌赎赢赶迹践跃躯辅辆轰辩连递邻释销镇鉴闪板隐隶频喂饶骑惊肮脏斗霉'

/** Cyrillic and Greek letters written for Latin ones. */
const LOOKALIKE = 'аеорсухіѕјԁһкмтвнοαερτυ'
const LATIN = 'aeopcyxisjdhkmtbhoaeptu'

const pairs = (from: string, to: string): [string, string][] => {
  const target = Array.from(to)
  return Array.from(from, (char, i) => [char, target[i] ?? char])
}

const ALIKE: ReadonlyMap<string, string> = new Map([
  ...pairs(TRADITIONAL, SIMPLIFIED),
  ...pairs(LOOKALIKE, LATIN),
])

/** Letters in boxes, circles and flags (🆂, 🅢, 🇸), which NFKC leaves as they are. */
const BOXED = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6]

/** One character of lower-case NFKC text as the rules know it; '' for accents and invisible ones. */
export function plainChar(char: string): string {
  const alike = ALIKE.get(char)
  if (alike !== undefined) return alike
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return char
  for (const start of BOXED) {
    if (code >= start && code < start + 26) return String.fromCharCode(97 + code - start)
  }
  if (isInvisible(code)) return ''
  return code < 0x250 ? (char.normalize('NFD')[0] ?? char) : char
}

/** Zero-width, direction and joining marks, variation selectors, combining accents. */
function isInvisible(code: number): boolean {
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2064) ||
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code === 0xad
  )
}

export const isHan = (char: string): boolean => {
  const code = char.codePointAt(0) ?? 0
  return (code >= 0x3400 && code <= 0x9fff) || code === 0x3007
}
